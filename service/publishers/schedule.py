"""Schedule: when a loop works."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Schedule"]


@dataclass(frozen=True, slots=True)
class Schedule:
    """How things stand at one moment."""

    interval_s: float
    """The present pace."""
    due: float
    """When it works next, in seconds of the monotonic clock; in the past when it is late."""
    skipped: int = 0
    """Runs that were left out because their time had passed."""
