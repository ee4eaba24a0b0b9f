"""sentiment: a pool of one source for each score, and the coins that are searched most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from service.handlers.collectors.sentiment import collect
from service.providers.adapters import rss
from service.publishers.headlines import hurry
from service.publishers.source_pool import common_trouble

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from contracts.generated.application.messages.json import SentimentUpdate
    from service.providers.moods import Mood, Trending
    from service.publishers.kit import Kit
    from service.publishers.source_pool import SourcePool

__all__ = ["Sentiment", "sentiment"]


@dataclass(frozen=True, slots=True)
class Sentiment:
    """Makes an update as soon as any score is known: the sources do not stand in for one another, each adds its own."""

    moods: Mapping[str, SourcePool[Mood]]
    """By the name under which the score is published."""
    trending: SourcePool[Trending]

    def collect(self, at: datetime) -> SentimentUpdate | None:
        """Make the update of this instant, None while no score is known."""
        for pool in self._pools():
            pool.review()
        moods = {name: mood for name, pool in self.moods.items() if (mood := pool.read()) is not None}
        return collect(moods, self.trending.read(), at)

    def settled(self) -> bool:
        """Whether every source has answered or failed."""
        return all(pool.settled() for pool in self._pools())

    def trouble(self) -> str | None:
        """Say why there is no score, once every source of one has failed."""
        return common_trouble(self.moods.values())

    def _pools(self) -> tuple[SourcePool[Any], ...]:
        return (*self.moods.values(), self.trending)


def sentiment(kit: Kit) -> Sentiment:
    """Make the origin. Whatever judges the headlines of the news is asked when there are some."""
    if (judge := kit.feeds.get("huggingface_headlines")) is not None:
        outlets = (feed for feed in kit.feeds.values() if feed.spec.adapter in rss.ADAPTERS)
        hurry(judge, outlets, kit.clock)
    moods = {
        "alternative_me": kit.pools["fear_and_greed"],
        "coingecko": kit.pools["community_votes"],
        "huggingface_inference": kit.pools["headline_moods"],
    }
    return Sentiment({name: pool for name, pool in moods.items() if pool.feeds}, kit.pools["trending_topics"])
