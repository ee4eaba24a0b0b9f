from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.soak.gauge import Reading, growth, read

if TYPE_CHECKING:
    from collections.abc import Callable

COUNT = 300


def test_what_is_level_has_not_grown() -> None:
    """Also when it goes up and down all the while."""
    readings = [Reading(100_000 + number * 37 % 5_000, 12 + number % 2, 40 + number % 60) for number in range(COUNT)]

    assert growth(readings) == []


@pytest.mark.parametrize(
    ("field", "leaking"),
    [
        ("memory_kib", lambda number: Reading(100_000 + 100 * number, 12, 40)),
        ("threads", lambda number: Reading(100_000, 12 + number // 50, 40)),
        ("descriptors", lambda number: Reading(100_000, 12, 40 + number // 10)),
    ],
)
def test_what_leaks_has_grown(field: str, leaking: Callable[[int], Reading]) -> None:
    """And nothing else has."""
    (grown,) = growth([leaking(number) for number in range(COUNT)])

    assert grown.startswith(field)


def test_a_process_can_be_read() -> None:
    """A file that is opened is a descriptor more."""
    before = read(os.getpid())
    with open(os.devnull, "rb"):  # noqa: PTH123  a descriptor is the point
        during = read(os.getpid())

    assert during.descriptors == before.descriptors + 1
    assert during.memory_kib > 1_000
    assert during.threads >= 1
