"""Budget: how much we may ask of a provider, so that its limit is never reached."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["Budget", "BudgetState"]

ROUNDING_S = 0.001
"""Added to every wait: a sum of floats may fall a hair short of the moment that was meant."""


@dataclass(frozen=True, slots=True)
class BudgetState:
    """How much is left at one moment."""

    requests: int
    per_s: float
    left: int
    exhausted_at: datetime | None
    """When nothing is left any more at the present rate; None when that does not come."""


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
        while self._spent and self._spent[0][0] + self.per_s < now:
            self._spent.popleft()
        return self.requests - sum(spent for _, spent in self._spent)

    def runs_out_s(self, now: float) -> float | None:
        """Forecast the seconds until nothing is left: 0 if nothing is, None if that does not come.

        The forecast: what the last `per_s` seconds cost on average goes on being spent, while what was spent then
        becomes free again, each part in its time. So a burst runs out that an even rate does not.
        """
        held = self.requests - self.left(now)
        if held >= self.requests:
            return 0.0
        rate = held / self.per_s
        for at, cost in self._spent:
            free_s = at + self.per_s - now
            if held + rate * free_s >= self.requests:
                return (self.requests - held) / rate
            held -= cost
        return None
