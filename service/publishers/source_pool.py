"""SourcePool: the feeds that can serve one need, in order of preference, and the one that does."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import structlog

from service.providers.pool import Switch, choose
from service.providers.sourced import Sourced
from service.publishers.feed import Dated, Feed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from service.providers.catalog import PoolSpec

__all__ = ["SourcePool", "common_trouble"]

EARLIEST = datetime.min.replace(tzinfo=UTC)

_log = structlog.get_logger(__name__)

T = TypeVar("T", bound=Dated)


class SourcePool(Generic[T]):
    """Keeps to one feed while that is usable, goes to the next when not, and back when the better one has recovered."""

    def __init__(
        self,
        spec: PoolSpec,
        feeds: Sequence[Feed[T]],
        *,
        prefix: str = "",
        on_switch: Callable[[PoolSpec, Switch], None],
    ) -> None:
        self.spec = spec
        self.feeds = {feed.spec.id: feed for feed in feeds}
        self.active: str | None = None
        self.usable = False
        """False while no feed has a fresh value."""
        self.switches = 0
        self._prefix = prefix
        self._on_switch = on_switch
        for feed in feeds:
            feed.watchers.append(self.review)

    def review(self) -> None:
        """Choose the active feed anew. Called after each fetch, and before each update, since time passes too."""
        choice = choose([feed.state() for feed in self.feeds.values()], self.active)
        self.active, self.usable = choice.active, choice.usable
        if choice.switched is not None:
            self.switches += 1
            _log.warning("failover", pool=self.spec.id, **asdict(choice.switched))
            self._on_switch(self.spec, choice.switched)
        # While no feed is usable each of them is asked at its full pace, so that the first to answer takes over.
        for feed in self.feeds.values():
            if not self.usable or feed.spec.id == self.active:
                feed.rely(self.spec.id)
            else:
                feed.stand_by(self.spec.id)

    def read(self) -> Sourced[T] | None:
        """Return the value of the active feed; while none is usable, the newest there is. None while there is none."""
        feeds = [feed for feed in self.feeds.values() if feed.as_of is not None]
        if self.active is None or not feeds:
            return None
        feed = self.feeds[self.active] if self.usable else max(feeds, key=lambda feed: feed.as_of or EARLIEST)
        if feed.value is None or feed.as_of is None:
            return None
        return Sourced(feed.value, self._prefix + feed.spec.provider, feed.as_of, stale=not self.usable)

    def settled(self) -> bool:
        """Whether it has a value, or has tried all its feeds in vain."""
        return self.active is not None or self.trouble() is not None

    def trouble(self) -> str | None:
        """Say why there is no value, once every feed has tried; None before, or when there is one."""
        feeds = self.feeds.values()
        if any(feed.value is not None or feed.fetches == 0 for feed in feeds):
            return None
        return "; ".join(str(feed.failure) for feed in feeds) or "no source is configured"


def common_trouble(pools: Iterable[SourcePool[Any]]) -> str | None:
    """Say why none of these pools has a value, once that is certain of each; None as long as one may have one."""
    troubles = [pool.trouble() for pool in pools]
    certain = [trouble for trouble in troubles if trouble is not None]
    return "; ".join(certain) if len(certain) == len(troubles) else None
