"""whale_tracking: pools of transfers, chain by chain, and a window of the large ones."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from service.handlers.collectors.whale_tracking import collect
from service.handlers.sightings import MOST, Sighting, Window, worth_usd
from service.publishers.source_pool import common_trouble

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from contracts.generated.application.messages.json import WhaleTrackingUpdate
    from service.clock import Clock
    from service.providers.quotes import Quotes
    from service.providers.transfers import Transfers
    from service.publishers.feed import Feed
    from service.publishers.kit import Kit
    from service.publishers.options import Options
    from service.publishers.source_pool import SourcePool

__all__ = ["WhaleTracking", "whale_tracking"]


class WhaleTracking:
    """Gathers after every fetch, that of a standby too: each provider sees transfers that others miss.

    What cannot be valued when it is seen, because the gateway has no price for it, is not listed.
    """

    def __init__(
        self,
        pools: Mapping[str, SourcePool[Transfers]],
        prices: SourcePool[Quotes],
        *,
        clock: Clock,
        options: Options,
        prefix: str = "",
    ) -> None:
        self._pools = pools
        self._prices = prices
        self._clock = clock
        self._options = options
        self._prefix = prefix
        self._window = Window()
        self._began: datetime | None = None
        for pool in pools.values():
            for feed in pool.feeds.values():
                feed.watchers.append(partial(self._gather, feed))

    def collect(self, at: datetime) -> WhaleTrackingUpdate | None:
        """Make the update of this instant, None while nothing is known. A transfer is new in one update only."""
        for pool in self._pools.values():
            pool.review()
        parts = {name: part for name, pool in self._pools.items() if (part := pool.read()) is not None}
        self._window = self._window.since(self._is_recent)
        update = collect(
            self._window.sightings,
            parts,
            self._prices.read(),
            at,
            threshold_usd=self._options.whale_threshold_usd,
            window_s=self._window_s(),
        )
        if update is not None:
            self._window = self._window.told()
        return update

    def settled(self) -> bool:
        """Whether every chain is watched, or all its sources have failed."""
        return all(pool.settled() for pool in self._pools.values())

    def trouble(self) -> str | None:
        """Say why there is nothing, once every source has failed."""
        return common_trouble(self._pools.values())

    def _gather(self, feed: Feed[Transfers]) -> None:
        if feed.failure is None and feed.value is not None:
            self._began = self._began or feed.fetched_at
            self._window = self._window.admit(self._candidates(feed), self._options.whale_threshold_usd)

    def _candidates(self, feed: Feed[Transfers]) -> Iterator[Sighting]:
        prices, now = self._prices.read(), self._clock.now()
        if feed.value is None:
            return
        for transfer in feed.value.items:
            usd = worth_usd(transfer, None if prices is None else prices.value)
            at = now if transfer.at is None else min(transfer.at, now)
            if usd is not None and self._is_recent(at):
                yield Sighting(transfer, usd, at, self._prefix + feed.spec.provider)

    def _is_recent(self, at: datetime) -> bool:
        return self._clock.age_s(at) <= self._options.whale_window_s

    def _window_s(self) -> float:
        """Return how far back the list reaches.

        That is to when the gateway began to watch, to older transfers it was told of, or to where the list was cut off.
        """
        sightings = self._window.sightings
        oldest_s = self._clock.age_s(sightings[-1].at) if sightings else 0.0
        watched_s = 0.0 if self._began is None else self._clock.age_s(self._began)
        reach_s = oldest_s if len(sightings) == MOST else max(oldest_s, watched_s)
        return min(reach_s, self._options.whale_window_s)


def whale_tracking(kit: Kit) -> WhaleTracking:
    """Make the origin."""
    pools: dict[str, SourcePool[Transfers]] = {
        name: kit.pools[f"{name}_transfers"] for name in ("ethereum", "bitcoin", "whale_alert")
    }
    watched = {name: pool for name, pool in pools.items() if pool.feeds}
    return WhaleTracking(watched, kit.pools["market_prices"], clock=kit.clock, options=kit.options, prefix=kit.prefix)
