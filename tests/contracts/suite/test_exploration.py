from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest
from hypothesis import strategies as st

from contracts.suite import exploration
from contracts.suite.exploration import explore
from contracts.suite.fault import Broken, Fault

if TYPE_CHECKING:
    from contracts.suite.target import Target

TARGET = cast("Target", SimpleNamespace(seed=0, examples=50))


class Gateway:
    """Breaks at numbers from ten upwards."""

    def __init__(self) -> None:
        self.tried: list[int] = []

    async def attempt(self, number: int) -> None:
        self.tried.append(number)
        if number >= 10:
            raise Broken(Fault(f"{number} is too much"))


async def test_the_smallest_case_is_told() -> None:
    """Of the cases that break a clause the simplest one is shown."""
    with pytest.raises(Broken) as broken:
        await explore(TARGET, st.integers(0, 10_000), Gateway().attempt)

    assert broken.value.fault.problem == "10 is too much"


async def test_a_clause_that_nothing_breaks_is_kept() -> None:
    """As many cases are tried as were asked for."""
    gateway = Gateway()
    await explore(TARGET, st.integers(0, 9), gateway.attempt)

    assert set(gateway.tried) == set(range(10))


async def test_the_search_for_a_smaller_case_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """When its time is over, the gateway is left alone, and the smallest case so far is told."""
    monkeypatch.setattr(exploration, "SHRINKING_S", -1.0)
    gateway = Gateway()
    with pytest.raises(Broken) as broken:
        await explore(TARGET, st.integers(0, 10_000), gateway.attempt)

    assert [number for number in gateway.tried if number >= 10] == gateway.tried[-1:]
    assert broken.value.fault.problem == f"{gateway.tried[-1]} is too much"
