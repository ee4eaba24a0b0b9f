"""Budget: how much we may ask of a provider, so that its limit is never reached."""

from __future__ import annotations

import math
from collections import deque
from itertools import accumulate

__all__ = ["Budget"]

ROUNDING_S = 0.001
"""Added to every wait: a sum of floats may fall a hair short of the moment that was meant."""


class Budget:
    """A sliding window: never more than `requests` of cost in any `per_s` seconds.

    Callers say what time it is: `now`, in monotonic seconds. They ask `wait_s`, wait that long, ask again, and
    `spend` at zero.
    """

    def __init__(self, requests: int, per_s: float) -> None:
        self.requests = requests
        self.per_s = per_s
        self._spent: deque[tuple[float, int]] = deque()

    def wait_s(self, cost: int, now: float) -> float:
        """Return the seconds until this cost fits: 0 if it does now, infinite if it never will."""
        if cost > self.requests:
            return math.inf
        missing = cost - self.left(now)
        if missing <= 0:
            return 0.0
        freed = accumulate(spent for _, spent in self._spent)
        last = next(at for (at, _), total in zip(self._spent, freed, strict=True) if total >= missing)
        return last + self.per_s - now + ROUNDING_S

    def spend(self, cost: int, now: float) -> None:
        """Record a request that is being sent."""
        self._spent.append((now, cost))

    def left(self, now: float) -> int:
        """Return the cost that fits now."""
        while self._spent and now - self._spent[0][0] > self.per_s:
            self._spent.popleft()
        return self.requests - sum(spent for _, spent in self._spent)
