from __future__ import annotations

import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from service.providers.budget import Budget

COSTS = st.integers(min_value=1, max_value=5)
GAPS_S = st.floats(min_value=0.0, max_value=40.0)
ASKED = st.lists(st.tuples(GAPS_S, COSTS), max_size=40)


def spend_honestly(budget: Budget, asked: list[tuple[float, int]]) -> list[tuple[float, int]]:
    now, spent = 1000.0, []
    for gap_s, cost in asked:
        now += gap_s
        now += budget.wait_s(cost, now)
        assert budget.wait_s(cost, now) == 0.0, "one wait is enough when nobody else spends"
        budget.spend(cost, now)
        spent.append((now, cost))
    return spent


@given(ASKED)
@example([(1.4225259825714844, 3), (0.0, 5), (0.0, 1), (0.0, 2), (0.0, 1), (10.0, 5)])
def test_no_window_exceeds_the_budget(asked: list[tuple[float, int]]) -> None:
    """Whoever waits as told never spends more than the budget in any window, both ends included."""
    spent = spend_honestly(Budget(7, 10.0), asked)

    for start, _ in spent:
        assert sum(cost for at, cost in spent if start <= at <= start + 10.0) <= 7


@given(ASKED, COSTS)
def test_no_wait_is_longer_than_needed(asked: list[tuple[float, int]], cost: int) -> None:
    """A wait ends when the window frees the cost, and never lasts longer than the window."""
    budget = Budget(7, 10.0)
    spent = spend_honestly(budget, asked)
    now = spent[-1][0] if spent else 1000.0
    wait_s = budget.wait_s(cost, now)

    assert wait_s <= 10.01
    if wait_s > 0:
        shortly_before = now + wait_s - 0.01
        assert cost + sum(each for at, each in spent if at >= shortly_before - 10.0) > 7


def test_the_whole_budget_may_be_spent_at_once() -> None:
    """A burst up to the budget does not wait; the next request waits for the first to leave the window."""
    budget = Budget(3, 60.0)
    for _ in range(3):
        assert budget.wait_s(1, 5.0) == 0.0
        budget.spend(1, 5.0)

    assert budget.left(5.0) == 0
    assert 60.0 - 10.0 < budget.wait_s(1, 15.0) < 50.1
    assert budget.left(65.1) == 3


def test_a_window_includes_both_ends() -> None:
    """What was spent at one end of a window counts at its other end, and no longer."""
    budget = Budget(3, 60.0)
    budget.spend(3, 0.0)

    assert [budget.left(now) for now in (59.9, 60.0, 60.001)] == [0, 0, 3]


def test_only_as_much_as_is_missing_is_waited_for() -> None:
    """Each request leaves the window in its turn, so a cheap one need not wait for all of them."""
    budget = Budget(3, 60.0)
    for at in (0.0, 10.0, 20.0):
        budget.spend(1, at)

    waits_s = [budget.wait_s(cost, 20.0) for cost in (1, 2, 3)]
    assert waits_s == pytest.approx([40.0, 50.0, 60.0], abs=0.01)


def test_a_cost_above_the_budget_never_fits() -> None:
    """A request dearer than the whole budget waits for ever instead of breaking the promise."""
    assert Budget(3, 60.0).wait_s(4, 0.0) == math.inf


@given(ASKED, GAPS_S)
def test_a_forecast_is_the_first_moment_at_which_nothing_is_left(
    asked: list[tuple[float, int]], later_s: float
) -> None:
    """Up to then something is left, if the average of the window is spent on top of what is not free yet."""
    budget = Budget(7, 10.0)
    spent = spend_honestly(budget, asked)
    now = (spent[-1][0] if spent else 1000.0) + later_s
    held = [(at, cost) for at, cost in spent if now - at <= 10.0]
    rate = sum(cost for _, cost in held) / 10.0
    forecast_s = budget.runs_out_s(now)

    def used(after_s: float) -> float:
        """How much is spent just before that moment."""
        return sum(cost for at, cost in held if at + 10.0 - now >= after_s) + rate * after_s

    moments_s = [n / 4 for n in range(41)] + [at + 10.0 - now for at, _ in held]
    assert all(used(moment_s) < 7 for moment_s in moments_s if forecast_s is None or moment_s < forecast_s - 1e-6)
    assert forecast_s is None or used(forecast_s - 1e-6) == pytest.approx(7, abs=1e-4)


def test_an_even_rate_does_not_run_out_but_a_burst_does() -> None:
    """As much becomes free as is spent; after a burst nothing becomes free for a while."""
    even, burst = Budget(20, 60.0), Budget(20, 60.0)
    for n in range(12):
        even.spend(1, 5.0 * n)
        burst.spend(1, 55.0)

    assert even.runs_out_s(55.0) is None
    assert burst.runs_out_s(55.0) == pytest.approx(40.0)


def test_a_spent_budget_has_run_out() -> None:
    """At once, whatever becomes free later; and one that is not used never does."""
    budget = Budget(3, 60.0)
    assert budget.runs_out_s(0.0) is None

    budget.spend(3, 0.0)
    assert budget.runs_out_s(30.0) == 0.0
    assert budget.runs_out_s(60.1) is None
