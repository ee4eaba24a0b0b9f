"""news: the feeds of all outlets. No outlet stands in for another: each adds what it has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.handlers.collectors.news import collect
from service.providers.adapters.rss import ADAPTERS
from service.providers.pool import usable
from service.providers.sourced import Sourced

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from contracts.generated.application.messages.json import NewsUpdate
    from service.providers.articles import Articles
    from service.publishers.feed import Feed
    from service.publishers.kit import Kit

__all__ = ["News", "news"]


@dataclass(frozen=True, slots=True)
class News:
    """Implements service.publishers.publisher.Origin."""

    feeds: Sequence[Feed[Articles]]
    """One for each outlet."""
    prefix: str = ""
    """Before the name of every source."""

    def collect(self, at: datetime) -> NewsUpdate | None:
        """Make the update of this instant, None while no outlet has answered."""
        return collect(
            [
                Sourced(feed.value, self.prefix + feed.spec.provider, feed.as_of, stale=not usable(feed.state()))
                for feed in self.feeds
                if feed.value is not None and feed.as_of is not None
            ],
            at,
        )

    def settled(self) -> bool:
        """Whether every outlet has answered or failed."""
        return all(feed.fetches > 0 for feed in self.feeds)

    def trouble(self) -> str | None:
        """Say what each outlet said, once all have failed."""
        if not self.settled() or any(feed.value is not None for feed in self.feeds):
            return None
        return "; ".join(str(feed.failure) for feed in self.feeds)


def news(kit: Kit) -> News:
    """Make the origin."""
    return News([feed for feed in kit.feeds.values() if feed.spec.adapter in ADAPTERS], kit.prefix)
