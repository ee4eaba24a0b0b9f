"""A random walk of which any step can be asked without the steps before it.

The walk is a Brownian bridge over 2^30 steps, refined by halves: the value in the middle of an interval is the mean of
its ends plus normal noise. What comes out is a true random walk; any step of it costs 30 draws at most, and there is no
state.
"""

from __future__ import annotations

from math import sqrt
from typing import Final

from service.simulator.noise import normal

__all__ = ["ORIGIN", "STEPS", "walk"]

STEPS: Final = 1 << 30
"""Where the walk ends. With one step a second it lasts 34 years."""
ORIGIN: Final = STEPS // 2
"""The middle: the cheapest step to ask for, with half of the walk as its past."""


def walk(key: str, step: int) -> float:
    """Return where the walk of this key stands; it begins at 0, and each step adds noise of variance 1.

    Raises ValueError outside of 0..STEPS.
    """
    if not 0 <= step <= STEPS:
        msg = f"step {step} is not on the walk"
        raise ValueError(msg)
    left, right = 0, STEPS
    low, high = 0.0, normal(key, STEPS) * sqrt(STEPS)
    while left < step < right:
        middle = (left + right) // 2
        between = (low + high) / 2 + normal(key, middle) * sqrt(right - left) / 2
        if step < middle:
            right, high = middle, between
        else:
            left, low = middle, between
    return low if step == left else high
