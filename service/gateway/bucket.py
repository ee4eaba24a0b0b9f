"""Bucket: so many at once, then so many a second."""

from __future__ import annotations

__all__ = ["Bucket"]


class Bucket:
    """A token bucket that is told the time. It starts full."""

    __slots__ = ("_at", "_left", "_per_s", "_room")

    def __init__(self, per_s: float, at_once: float, now: float) -> None:
        self._per_s = per_s
        self._room = at_once
        self._left = float(at_once)
        self._at = now

    def take(self, now: float) -> bool:
        """Take one. False when there is none."""
        self._fill(now)
        if self._left < 1:
            return False
        self._left -= 1
        return True

    def wait_s(self, now: float) -> float:
        """Return how long it takes until there is one."""
        self._fill(now)
        return max(0.0, (1 - self._left) / self._per_s)

    def is_full(self, now: float) -> bool:
        """Whether nobody has taken any for so long that the bucket can be forgotten."""
        self._fill(now)
        return self._left >= self._room

    def _fill(self, now: float) -> None:
        self._left = min(self._room, self._left + max(0.0, now - self._at) * self._per_s)
        self._at = now
