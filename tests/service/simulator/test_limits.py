from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.simulator.http import Reply
from service.simulator.limits import Limit, Meter, Refusal, charge


def limit(most: int, window_s: float, *, leaks: bool = False, patience: int | None = None, ban_s: float = 0) -> Limit:
    return Limit(most, window_s, lambda _refusal: Reply(429, (), b""), leaks=leaks, patience=patience, ban_s=ban_s)


def spend(rule: Limit, costs: list[tuple[float, int]]) -> list[Refusal | None]:
    meter, refusals = Meter(), []
    for at_s, cost in costs:
        meter, refusal = charge(rule, meter, cost, at_s)
        refusals.append(refusal)
    return refusals


def test_window_is_spent_whole() -> None:
    """All of a window may be spent, and not one more; the refusal says when the window ends."""
    assert spend(limit(3, 60), [(10, 2), (20, 1), (30, 1)]) == [None, None, Refusal(30)]


def test_new_window_gives_all_back() -> None:
    """With the next window everything may be spent again."""
    assert spend(limit(3, 60), [(59, 3), (60, 3), (61, 1)]) == [None, None, Refusal(59)]


def test_refused_cost_is_not_spent() -> None:
    """A question that is too dear leaves room for a cheap one."""
    assert spend(limit(3, 60), [(0, 2), (1, 2), (2, 1)]) == [None, Refusal(59), None]


def test_leak_gives_back_steadily() -> None:
    """10 a second in bursts of 15: after the burst one more is let through each tenth of a second."""
    rule = limit(15, 1.5, leaks=True)
    refusals = spend(rule, [(5, 1)] * 15 + [(5, 1), (5.11, 1), (5.11, 1)])

    assert refusals[:15] == [None] * 15
    assert refusals[15] is not None
    assert refusals[15].wait_s == pytest.approx(0.1)
    assert refusals[16] is None
    assert refusals[17] is not None


@given(
    st.booleans(),
    st.integers(1, 20),
    st.floats(0.5, 100),
    st.lists(st.tuples(st.floats(0, 30), st.integers(1, 5)), max_size=40),
)
def test_waiting_helps(leaks: bool, most: int, window_s: float, gaps: list[tuple[float, int]]) -> None:  # noqa: FBT001  drawn
    """Whoever waits as long as the refusal says is let through, unless the question costs more than there can be."""
    rule, meter, at_s = limit(most, window_s, leaks=leaks), Meter(), 0.0
    for gap_s, cost in gaps:
        at_s += gap_s
        meter, refusal = charge(rule, meter, cost, at_s)
        if refusal is not None and cost <= most:
            at_s += refusal.wait_s + 1e-6
            meter, refusal = charge(rule, meter, cost, at_s)

            assert refusal is None


@given(st.integers(1, 20), st.lists(st.floats(0, 5), max_size=100))
def test_window_never_lets_more_through(most: int, gaps: list[float]) -> None:
    """No window lets through more than its sum."""
    at_s, costs = 0.0, []
    for gap_s in gaps:
        at_s += gap_s
        costs.append((at_s, 1))
    passed = [
        at_s // 10 for (at_s, _), refusal in zip(costs, spend(limit(most, 10), costs), strict=True) if not refusal
    ]

    assert all(passed.count(window) <= most for window in passed)


def test_patience_ends_in_a_ban() -> None:
    """After so many refusals in a window comes a ban, which outlasts the window."""
    rule = limit(1, 60, patience=2, ban_s=120)

    assert spend(rule, [(0, 1), (1, 1), (2, 1), (3, 1), (61, 1), (123, 1)]) == [
        None,
        Refusal(59),
        Refusal(58),
        Refusal(120, banned=True),
        Refusal(62, banned=True),
        None,
    ]


def test_new_window_forgives() -> None:
    """Refusals of an older window do not count towards a ban."""
    rule = limit(1, 60, patience=1, ban_s=120)

    assert spend(rule, [(0, 1), (1, 1), (60, 1), (61, 1)]) == [None, Refusal(59), None, Refusal(59)]


def test_free_question_always_passes() -> None:
    """What costs nothing is not held up by a limit that is spent."""
    assert spend(limit(1, 60), [(0, 1), (1, 0)]) == [None, None]


def test_meter_tells_when_it_was_charged() -> None:
    """What is left of a window can be told from the meter alone."""
    meter, _ = charge(limit(3, 60), Meter(), 1, 75)

    assert (meter.since_s, meter.at_s) == (60, 75)
