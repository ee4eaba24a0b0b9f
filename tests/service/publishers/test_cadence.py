from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.publishers.cadence import Cadence, Tick

CADENCE = Cadence(start=1000.0, interval_s=5.0)
CADENCES = st.builds(
    Cadence, start=st.floats(min_value=0, max_value=1e6), interval_s=st.floats(min_value=0.05, max_value=3600)
)
DURATIONS = st.lists(st.floats(min_value=0, max_value=4), max_size=20)
ROUNDING = 1e-6


@given(CADENCES, DURATIONS)
def test_ticks_lie_on_the_grid(cadence: Cadence, durations: list[float]) -> None:
    """Whatever each tick takes: numbers rise, none is due a whole interval ago, and none is left out without need."""
    number, now = -1, cadence.start - cadence.interval_s
    for duration in durations:
        tick = cadence.after(number, now)

        assert tick.number > number
        assert tick.deadline == cadence.start + tick.number * cadence.interval_s
        assert tick.deadline > now - cadence.interval_s - ROUNDING
        assert tick.number == number + 1 or tick.deadline <= now + ROUNDING
        number, now = tick.number, max(now, tick.deadline) + duration * cadence.interval_s


@given(CADENCES, st.integers(min_value=-1, max_value=100), st.floats(min_value=0, max_value=1))
def test_a_punctual_loop_skips_nothing(cadence: Cadence, number: int, share: float) -> None:
    """Whoever takes less than an interval gets every tick."""
    now = cadence.start + (number + share * 0.99) * cadence.interval_s

    assert cadence.after(number, now).number == number + 1


@pytest.mark.parametrize(
    ("number", "now", "tick"),
    [
        (-1, 900.0, Tick(0, 1000.0)),
        (-1, 1000.0, Tick(0, 1000.0)),
        (0, 1000.0, Tick(1, 1005.0)),
        (0, 1009.9, Tick(1, 1005.0)),
        (0, 1010.0, Tick(2, 1010.0)),
        (0, 1017.0, Tick(3, 1015.0)),
        (7, 1017.0, Tick(8, 1040.0)),
    ],
)
def test_a_late_loop_catches_up_with_one_tick(number: int, now: float, tick: Tick) -> None:
    """Of the ticks it missed only the latest is made up for; a clock that is behind repeats none."""
    assert CADENCE.after(number, now) == tick
