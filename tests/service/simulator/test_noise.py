from __future__ import annotations

from statistics import fmean, pstdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.simulator.noise import normal, octets, swell, uniform


@given(st.text(max_size=20), st.integers())
def test_uniform_stays_between_its_bounds(key: str, index: int) -> None:
    """Neither 0 nor 1 is ever drawn: the normal distribution has no value there."""
    assert 0 < uniform(key, index) < 1


def test_uniform_is_even() -> None:
    """The draws fill the interval."""
    draws = [uniform("key", index) for index in range(4000)]

    assert fmean(draws) == pytest.approx(0.5, abs=0.02)
    assert pstdev(draws) == pytest.approx(12**-0.5, abs=0.02)


def test_normal_is_normal() -> None:
    """The draws have mean 0 and deviation 1."""
    draws = [normal("key", index) for index in range(4000)]

    assert fmean(draws) == pytest.approx(0, abs=0.06)
    assert pstdev(draws) == pytest.approx(1, abs=0.06)


def test_key_and_index_decide() -> None:
    """The same question has the same answer, another key or index has another."""
    assert uniform("a", 1) == uniform("a", 1)
    assert len({uniform("a", 1), uniform("a", 2), uniform("b", 1)}) == 3


@given(st.floats(-1e6, 1e6), st.floats(0.1, 1e4))
def test_swell_changes_smoothly(second: float, period_s: float) -> None:
    """A hundredth of a period changes it by a hundredth at most, also where one period ends."""
    before, after = swell("key", second, period_s), swell("key", second + period_s / 100, period_s)

    assert 0 < before < 1
    assert abs(after - before) < 0.0101


def test_octets_are_as_many_as_asked() -> None:
    """So many bytes, the same for the same key."""
    assert len(octets("key", 100)) == 100
    assert octets("key", 100) == octets("key", 100) != octets("other", 100)
