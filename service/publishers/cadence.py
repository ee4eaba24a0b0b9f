"""Cadence: when a loop runs next, as arithmetic."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor

__all__ = ["Cadence", "Tick"]


@dataclass(frozen=True, slots=True)
class Tick:
    """One place on the grid."""

    number: int
    deadline: float
    """Seconds of the monotonic clock."""


@dataclass(frozen=True, slots=True)
class Cadence:
    """A grid on the monotonic clock: tick n is due at `start + n * interval_s`, however long those before it took."""

    start: float
    interval_s: float

    def after(self, number: int, now: float) -> Tick:
        """Return the tick that follows tick `number`. Ticks whose time has passed by a whole interval are skipped."""
        missed = floor((now - self.start) / self.interval_s)
        following = max(number + 1, missed)
        return Tick(following, self.start + following * self.interval_s)
