"""Works: all clients, feeds, pools and publishers of one gateway, connected as the catalog says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from contracts.generated.catalog import SERVICES
from service.handlers.collectors import market_data
from service.handlers.notices import notice, unavailable
from service.providers.adapters import adapters
from service.providers.client import ProviderClient
from service.publishers.cadence import Cadence
from service.publishers.feed import Feed
from service.publishers.loop import Loop
from service.publishers.pooled import Pooled
from service.publishers.publisher import Origin, Publisher
from service.publishers.source_pool import SourcePool

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Awaitable, Callable, Iterator, Sequence

    from contracts.generated.application import Application
    from contracts.generated.catalog import ServiceName
    from service.clock import Clock
    from service.gateway.hub import Hub
    from service.providers.assets import Asset
    from service.providers.catalog import Catalog, PoolSpec
    from service.providers.pool import Switch
    from service.providers.quotes import Quotes
    from service.providers.transport import Transport

__all__ = ["Works"]

LAG_S = 1.0
"""From a fetch to the tick that publishes it: an update is then younger than its own interval."""
STAGGER_S = 0.1
"""Between the grids of two services, so that they do not all tick at one moment."""

T = TypeVar("T")


class Works:
    """The publishing half of the gateway."""

    def __init__(  # noqa: PLR0913  each is a seam of its own
        self,
        catalog: Catalog,
        assets: Sequence[Asset],
        *,
        application: Application,
        hub: Hub,
        clock: Clock,
        transport: Transport,
        has_data: asyncio.Event,
        prefix: str = "",
    ) -> None:
        self.pools: dict[str, SourcePool[Any]] = {}
        self.publishers: dict[ServiceName, Publisher[Any]] = {}
        self._catalog = catalog
        self._hub = hub
        self._clock = clock
        self._prefix = prefix
        self._has_data = has_data
        known = adapters(assets)
        clients = {
            provider.id: ProviderClient(provider, transport=transport, clock=clock)
            for provider in catalog.providers.values()
        }
        self.feeds: dict[str, Feed[Any]] = {
            spec.id: Feed(spec, clients[spec.provider], known[spec.adapter], clock) for spec in catalog.feeds.values()
        }
        self._market_data(application)

    def loops(self) -> Iterator[Loop]:
        """Make a loop of every feed and every publisher."""
        for feed in self.feeds.values():
            yield Loop(f"fetch.{feed.spec.id}", feed.step)
        for publisher in self.publishers.values():
            yield Loop(f"publish.{publisher.service}", publisher.step)

    def announce_missing(self) -> None:
        """Tell the listeners of services that have no sources at all."""
        for service in SERVICES:
            if service not in self.publishers:
                self._hub.publish(unavailable(service, "it has no sources in this version", self._clock.now()))

    def _market_data(self, application: Application) -> None:
        prices: SourcePool[Quotes] = self._pool("market_prices")
        market: SourcePool[Quotes] = self._pool("market_caps")
        origin = Pooled((prices, market), lambda at: market_data.collect(prices.read(), market.read(), at))
        self._publisher("market_data", origin, application.producer.market_data_update)

    def _pool(self, name: str) -> SourcePool[Any]:
        spec = self._catalog.pools[name]
        feeds = [self.feeds[feed] for feed in spec.feeds]
        pool = SourcePool(spec, feeds, prefix=self._prefix, on_switch=self._switched)
        self.pools[name] = pool
        return pool

    def _publisher(self, service: ServiceName, origin: Origin[T], send: Callable[[T], Awaitable[None]]) -> None:
        interval_s = SERVICES[service].interval_s
        start = self._clock.monotonic() + interval_s + LAG_S + STAGGER_S * list(SERVICES).index(service)

        async def send_and_tell(update: T) -> None:
            await send(update)
            self._has_data.set()

        publisher = Publisher(
            service,
            Cadence(start, interval_s),
            self._clock,
            origin=origin,
            send=send_and_tell,
            announce=self._hub.publish,
        )
        self.publishers[service] = publisher
        for pool in self.pools.values():
            if pool.spec.service == service:
                for feed in pool.feeds.values():
                    feed.watchers.append(publisher.review)

    def _switched(self, pool: PoolSpec, switch: Switch) -> None:
        previous, current = (
            self._prefix + self._catalog.feeds[feed].provider for feed in (switch.previous, switch.current)
        )
        message = f"{pool.service}: {previous} -> {current} ({switch.reason})"
        self._hub.notify(notice("failover", message, self._clock.now(), service=pool.service))
