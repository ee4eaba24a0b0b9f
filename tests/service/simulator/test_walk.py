from __future__ import annotations

import itertools
from math import sqrt
from statistics import fmean, pstdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.simulator.walk import ORIGIN, STEPS, walk


def test_walk_begins_at_zero() -> None:
    """Step 0 is where every walk begins."""
    assert walk("key", 0) == 0


@given(st.integers(0, STEPS - 1))
def test_neighbours_are_near(step: int) -> None:
    """One step adds noise of variance 1, so nothing near ten deviations is ever seen."""
    assert abs(walk("key", step + 1) - walk("key", step)) < 9


def test_steps_are_independent_noise() -> None:
    """Single steps have mean 0 and deviation 1, and a step says nothing of the next."""
    places = [walk("key", ORIGIN + step) for step in range(2001)]
    steps = [after - before for before, after in itertools.pairwise(places)]

    assert fmean(steps) == pytest.approx(0, abs=0.1)
    assert pstdev(steps) == pytest.approx(1, abs=0.06)
    assert fmean(one * two for one, two in itertools.pairwise(steps)) == pytest.approx(0, abs=0.1)


def test_distance_grows_with_the_root_of_time() -> None:
    """A walk of 10,000 steps strays 100 times as far as one step: no swing back, no drift."""
    ways = [walk(f"key{seed}", ORIGIN + 10_000) - walk(f"key{seed}", ORIGIN) for seed in range(400)]

    assert pstdev(ways) == pytest.approx(sqrt(10_000), rel=0.12)


def test_key_decides() -> None:
    """Another key walks another way."""
    assert walk("a", 5) == walk("a", 5) != walk("b", 5)


@pytest.mark.parametrize("step", [-1, STEPS + 1])
def test_beyond_the_ends_is_refused(step: int) -> None:
    """There is no walk before its begin or after its end."""
    with pytest.raises(ValueError, match="not on the walk"):
        walk("key", step)


def test_last_step_exists() -> None:
    """The end belongs to the walk."""
    assert abs(walk("key", STEPS) - walk("key", STEPS - 1)) < 9
