"""Failovers: what the pools have switched to and fro, as far as anybody wants to know."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.providers.failover import Failover

__all__ = ["KEPT", "Failovers"]

KEPT: Final = 50


class Failovers:
    """Keeps the newest of all pools, and of each pool the latest."""

    def __init__(self) -> None:
        self._newest: deque[Failover] = deque(maxlen=KEPT)
        self._latest: dict[str, Failover] = {}

    def record(self, failover: Failover) -> None:
        """Keep one, and forget the oldest when there are too many."""
        self._newest.appendleft(failover)
        self._latest[failover.pool] = failover

    def newest(self) -> tuple[Failover, ...]:
        """Return the last 50, the newest first."""
        return tuple(self._newest)

    @property
    def latest(self) -> Mapping[str, Failover]:
        """The latest of each pool that has had one, by pool; it outlives the last 50."""
        return self._latest
