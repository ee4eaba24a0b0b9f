"""Freshness: when each subscribed service was last heard of. All times are seconds of one monotonic clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

__all__ = ["Freshness"]


class Freshness:
    """Judge silence by the declared intervals. Topics without an interval are never missed."""

    def __init__(self, limits_s: Mapping[str, float]) -> None:
        """`limits_s`: how long each service may be silent."""
        self._limits_s = limits_s
        self._heard_at: dict[str, float] = {}

    def follow(self, topics: Collection[str], now: float) -> None:
        """Expect these topics and no others; a new one is expected from now on."""
        self._heard_at = {topic: self._heard_at.get(topic, now) for topic in self._limits_s if topic in topics}

    def hear(self, topic: str, now: float) -> None:
        """Note an update."""
        if topic in self._heard_at:
            self._heard_at[topic] = now

    def stale(self, now: float) -> frozenset[str]:
        """Return the services that have been silent for too long."""
        return frozenset(topic for topic, at in self._heard_at.items() if at + self._limits_s[topic] <= now)

    def are_all_silent(self, now: float, *, since: float, excused: Collection[str]) -> bool:
        """Whether every service that should have sent something on a connection that began at `since` did not."""
        missed = [
            max(at, since) + self._limits_s[topic] <= now
            for topic, at in self._heard_at.items()
            if topic not in excused
        ]
        return bool(missed) and all(missed)

    def shortest_limit_s(self) -> float | None:
        """Return after which silence of the whole connection something is wrong; None when nothing is expected."""
        return min((self._limits_s[topic] for topic in self._heard_at), default=None)

    def next_change_s(self, now: float) -> float:
        """Return for how long nothing more can become stale, not even a service that is followed meanwhile."""
        left = (at + self._limits_s[topic] - now for topic, at in self._heard_at.items())
        return min((*(seconds for seconds in left if seconds > 0), *self._limits_s.values()))
