from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from contracts.suite.evidence import seen
from contracts.suite.rhythm import SLACK_S, TOLERANCE, Stretch
from contracts.suite.traffic import Entry

INTERVALS = st.floats(0.02, 60)
SHARES = st.floats(0, 1)


def stretch(times: list[float], ended_s: float, interval_s: float) -> Stretch:
    updates = [seen(Entry(1, "/ws", "came", "", at_s, "{}")) for at_s in times]
    return Stretch("news", updates, ended_s, interval_s)


def grid(interval_s: float, phase: float, lasts_s: float, late: list[float]) -> list[float]:
    """Return when updates arrive that are due on a grid, each late by its share of the slack, and none overtaking."""
    times, number = [0.0], 0
    while (due := (phase + number) * interval_s) <= lasts_s:
        times.append(max(times[-1], due + late[number % len(late)] * SLACK_S))
        number += 1
    return [at_s for at_s in times if at_s <= lasts_s]


@given(INTERVALS, SHARES, st.floats(0, 12), st.lists(SHARES, min_size=1, max_size=9))
def test_a_grid_is_never_blamed(interval_s: float, phase: float, intervals: float, late: list[float]) -> None:
    """Whenever one begins to listen, however long, and however late each update is within the slack."""
    lasts_s = intervals * interval_s
    heard = stretch(grid(interval_s, phase, lasts_s, late), lasts_s, interval_s)

    assert heard.fewest <= heard.count <= heard.most


@given(INTERVALS, SHARES, st.sampled_from([0.4, 0.5, 1.6, 2, 3]))
def test_a_grid_of_another_interval_is_always_blamed(interval_s: float, phase: float, factor: float) -> None:
    """By those who listen to twenty intervals, and some seconds."""
    lasts_s = 20 * max(interval_s, 1)
    heard = stretch(grid(interval_s * factor, phase, lasts_s, [0]), lasts_s, interval_s)

    assert heard.is_telling
    assert not heard.fewest <= heard.count <= heard.most


def test_the_first_update_does_not_count() -> None:
    """It is the newest one of before, and lies off the grid."""
    heard = stretch([1.0, 2.5, 3.5], 4.0, 1.0)

    assert (heard.count, heard.elapsed_s) == (2, 3.0)


@given(INTERVALS)
def test_two_updates_must_be_due_to_tell_anything(interval_s: float) -> None:
    """Two intervals with their tolerance, and the slack: silence is noticed from then on, and not before."""
    enough_s = 2 * interval_s * (1 + TOLERANCE) + SLACK_S

    assert stretch([0.0], enough_s * 1.001, interval_s).is_telling
    assert not stretch([0.0], enough_s * 0.999, interval_s).is_telling
