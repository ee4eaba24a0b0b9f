from __future__ import annotations

from datetime import datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.terminal.checks.clocks import ahead_s, clocks
from tests.fakes.clock import START

if TYPE_CHECKING:
    from collections.abc import Sequence


@given(st.integers(-10_000_000, 10_000_000))
def test_a_date_tells_how_far_a_clock_is_ahead(offset_s: int) -> None:
    """The `Date` of an answer is compared with the moment it came."""
    date = format_datetime(START + timedelta(seconds=offset_s), usegmt=True)

    assert ahead_s(date, None, START) == offset_s


def test_a_cache_says_how_long_it_held_the_answer() -> None:
    """An answer of an hour ago, held for an hour, is of now (RFC 9111 §5.1)."""
    assert ahead_s(format_datetime(START - timedelta(hours=1), usegmt=True), "3600", START) == 0


@pytest.mark.parametrize(
    ("date", "age"),
    [
        (None, None),
        ("", None),
        ("yesterday", None),
        ("Mon, 23 Nov 2026 10:30:00 -0000", None),
        ("Mon, 23 Nov 2026 10:30:00 GMT", "old"),
        ("Mon, 99 Nov 2026 10:30:00 GMT", None),
    ],
)
def test_a_date_that_cannot_be_read_tells_nothing(date: str | None, age: str | None) -> None:
    """Nothing is guessed."""
    assert ahead_s(date, age, START) is None


@pytest.mark.parametrize(
    ("offsets", "state", "words"),
    [
        ([], "unknown", "nobody answered"),
        ([0.4, -0.9, 3.0], "well", "within 5 s of what 3 providers say"),
        ([0.0, 0.0, 5000.0], "well", "within 5 s"),
        ([90.0, 90.0, 0.0], "ill", "90 s behind"),
        ([-7200.0], "ill", "7,200 s ahead of"),
    ],
)
def test_the_median_of_the_others_is_the_measure(offsets: Sequence[float], state: str, words: str) -> None:
    """One that is wrong proves nothing; when most say so, this machine's clock is wrong."""
    found = clocks(offsets)

    assert (found.state, words in found.found) == (state, True)
    assert ("NTP" in found.remedy) is (state == "ill")


def test_the_instant_is_the_one_given() -> None:
    """A later moment of ours makes the other clock less ahead."""
    date = format_datetime(START, usegmt=True)
    later: datetime = START + timedelta(seconds=30)

    assert ahead_s(date, None, later) == -30
