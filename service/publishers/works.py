"""Works: the publishing half of the gateway, a publisher for every service."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from contracts.generated.catalog import SERVICES
from service.handlers.notices import notice, unavailable
from service.providers.adapters import adapters
from service.publishers.cadence import Cadence
from service.publishers.kit import Kit
from service.publishers.loop import Loop
from service.publishers.origins import ORIGINS
from service.publishers.publisher import Publisher

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Sequence

    from contracts.generated.application import Application
    from contracts.generated.catalog import ServiceName
    from service.clock import Clock
    from service.gateway.hub import Hub
    from service.providers.assets import Asset
    from service.providers.catalog import Catalog, PoolSpec
    from service.providers.pool import Switch
    from service.providers.transport import Transport

__all__ = ["Works"]

LAG_S = 1.0
"""From a fetch to the tick that publishes it: an update is then younger than its own interval."""
STAGGER_S = 0.1
"""Between the grids of two services, so that they do not all tick at one moment."""


class Works:
    """Every loop of one gateway, made but not yet running."""

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
        self.kit = Kit(
            catalog, adapters(assets), clock=clock, transport=transport, prefix=prefix, on_switch=self._switched
        )
        self.publishers: dict[ServiceName, Publisher[Any]] = {}
        self._application = application
        self._hub = hub
        self._clock = clock
        self._has_data = has_data
        for service in ORIGINS:
            self.publishers[service] = self._publisher(service)
        for feed in self.kit.feeds.values():
            self.kit.loops.append(Loop(f"fetch.{feed.spec.id}", feed.step))
        for publisher in self.publishers.values():
            self.kit.loops.append(Loop(f"publish.{publisher.service}", publisher.step))

    def announce_missing(self) -> None:
        """Tell the listeners of services that have no sources at all."""
        for service in SERVICES:
            if service not in self.publishers:
                self._hub.publish(unavailable(service, "it has no sources in this version", self._clock.now()))

    def _publisher(self, service: ServiceName) -> Publisher[Any]:
        interval_s = SERVICES[service].interval_s
        start = self._clock.monotonic() + interval_s + LAG_S + STAGGER_S * list(SERVICES).index(service)
        send = getattr(self._application.producer, f"{service}_update")

        async def send_and_tell(update: Any) -> None:
            await send(update)
            self._has_data.set()

        publisher = Publisher(
            service,
            Cadence(start, interval_s),
            self._clock,
            origin=ORIGINS[service](self.kit),
            send=send_and_tell,
            announce=self._hub.publish,
        )
        for feed in self.kit.feeds.values():
            feed.watchers.append(publisher.review)
        return publisher

    def _switched(self, pool: PoolSpec, switch: Switch) -> None:
        previous, current = (
            self.kit.prefix + self.kit.catalog.feeds[feed].provider for feed in (switch.previous, switch.current)
        )
        message = f"{pool.service}: {previous} -> {current} ({switch.reason})"
        self._hub.notify(notice("failover", message, self._clock.now(), service=pool.service))
