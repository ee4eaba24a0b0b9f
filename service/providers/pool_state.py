"""PoolState: how the pool of one need fares at one moment, and what it waits for."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Literal

from service.providers.pool import FAIL_BACK_SUCCESSES, untried, usable

if TYPE_CHECKING:
    from service.providers.failover import Failover
    from service.providers.pool import FeedState

__all__ = ["PoolState"]


@dataclass(frozen=True, slots=True)
class PoolState:
    """One pool and its feeds."""

    service: str
    feeds: tuple[FeedState, ...]
    """In order of preference, at least one."""
    active: str | None
    """The feed that serves, None as long as none ever has."""
    failovers: int
    last_failover: Failover | None
    next_try_s: float
    """Until the preferred feed is asked again, 0 while it is asked."""

    @property
    def providers(self) -> tuple[str, ...]:
        """The providers of the feeds, each once."""
        return tuple(dict.fromkeys(feed.provider for feed in self.feeds))

    @property
    def server(self) -> str | None:
        """The provider of the active feed."""
        return next((feed.provider for feed in self.feeds if feed.feed == self.active), None)

    @property
    def health(self) -> Literal["healthy", "degraded", "unhealthy", "unknown"]:
        """Healthy when the preferred feed serves, degraded when another does, unhealthy when none can."""
        if any(usable(feed) for feed in self.feeds if feed.feed == self.active):
            return "healthy" if self.active == self.feeds[0].feed else "degraded"
        is_waiting = self.active is None and any(untried(feed) for feed in self.feeds)
        return "unknown" if is_waiting else "unhealthy"

    def fail_back(self, prefix: str = "") -> str | None:
        """Say what would bring the preferred feed back, None while it serves. `prefix` stands before its provider."""
        preferred = self.feeds[0]
        if self.active == preferred.feed:
            return None
        # Where no feed can serve, the first good answer of any will do.
        needed = FAIL_BACK_SUCCESSES if self.health == "degraded" else 1
        given = min(preferred.successes, needed - 1) if usable(preferred) else 0
        missing, name = needed - given, prefix + preferred.provider
        count = f"{missing} more" if given else str(missing)
        answers = f"good answer of {name}" if missing == 1 else f"good answers of {name} in a row"
        trouble = preferred.failure or (None if usable(preferred) or untried(preferred) else "no fresh data")
        state = f"now: {trouble}; " if trouble else ""
        when = f"in {ceil(self.next_try_s)} s" if self.next_try_s else "under way"
        return f"{count} {answers}; {state}next try {when}"
