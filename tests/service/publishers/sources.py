"""A pool of feeds whose providers do what a test says."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from structlog.testing import capture_logs

from service.providers.adapter import Adapter, single
from service.providers.catalog import FeedSpec, PoolSpec
from service.providers.http import Request
from service.publishers.feed import Feed
from service.publishers.source_pool import SourcePool
from tests.fakes.clock import FakeClock
from tests.fakes.loop import looping
from tests.fakes.provider_client import FakeProviderClient, Reading

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from service.providers.pool import Switch

__all__ = ["Sources"]

ADAPTER: Adapter[Reading] = single(lambda: Request("/"), lambda body: Reading(0))


class Sources:
    """Providers `a`, `b`, … best first: each serves every 5 s, stands by every 60 s, and is fresh for 20 s."""

    def __init__(self, names: str = "ab", clock: FakeClock | None = None, pool: str = "prices") -> None:
        self.clock = clock or FakeClock()
        self.clients = {name: FakeProviderClient(self.clock) for name in names}
        self.switches: list[Switch] = []
        self.pool = SourcePool(
            PoolSpec(id=pool, service="market_data", feeds=tuple(f"{name}_feed" for name in names)),
            [self._feed(name) for name in names],
            prefix="sim:",
            on_switch=lambda spec, switch: self.switches.append(switch),
        )
        self.feeds = list(self.pool.feeds.values())

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Fetch all feeds, each in its loop, without the logs of what fails."""
        with capture_logs():
            async with looping(self.clock, *self.feeds):
                yield

    def _feed(self, name: str) -> Feed[Reading]:
        spec = FeedSpec(
            id=f"{name}_feed",
            provider=name,
            adapter="market.ticker",
            is_lively=True,
            interval_s=5.0,
            standby_interval_s=60.0,
            total_s=2.5,
            fresh_for_s=20.0,
        )
        return Feed(spec, self.clients[name], ADAPTER, self.clock)
