"""Works: the publishing half of the gateway, a publisher for every service."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from contracts.generated.catalog import SERVICES
from service.handlers.notices import notice
from service.providers.adapters import adapters, huggingface_inference, whale_alert
from service.providers.failover import Failover
from service.publishers.cadence import Cadence
from service.publishers.headlines import headlines
from service.publishers.kit import Kit
from service.publishers.loop import Loop
from service.publishers.origins import FLOWS
from service.publishers.publisher import Publisher
from service.publishers.schedule import Schedule
from service.publishers.traced import traced
from service.tracing import UNTRACED

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
    from service.publishers.kit import Archived
    from service.publishers.options import Options
    from service.tracing import Tracer

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
        archive: Archived,
        prefix: str = "",
        options: Options | None = None,
        tracer: Tracer = UNTRACED,
    ) -> None:
        moods = huggingface_inference.adapter(lambda: headlines(self.kit.feeds.values(), clock.now()))
        questions = {
            **adapters(assets),
            "huggingface_inference.headlines": moods,
            whale_alert.NAME: whale_alert.adapter(clock.now),
        }
        self.kit = Kit(
            catalog,
            questions,
            clock=clock,
            transport=transport,
            prefix=prefix,
            on_switch=self._switched,
            archive=archive,
            options=options,
        )
        self.publishers: dict[ServiceName, Publisher[Any]] = {}
        self._application = application
        self._hub = hub
        self._clock = clock
        self._has_data = has_data
        for service in SERVICES:
            self.publishers[service] = self._publisher(service)
        for feed in self.kit.feeds.values():
            self.kit.loops.append(Loop(f"fetch.{feed.spec.id}", feed.rest, feed.fetch, feed.schedule, clock))
        for publisher in self.publishers.values():
            name = f"publish.{publisher.service}"
            tick = traced(publisher, tracer, partial(hub.listeners, publisher.service))
            self.kit.loops.append(Loop(name, publisher.rest, tick, publisher.schedule, clock))
        self.kit.loops.append(
            Loop("archive", archive.rest, archive.work, lambda: Schedule(archive.interval_s, archive.due()), clock)
        )

    def _publisher(self, service: ServiceName) -> Publisher[Any]:
        interval_s = SERVICES[service].interval_s
        start = self._clock.monotonic() + interval_s + LAG_S + STAGGER_S * list(SERVICES).index(service)
        send = FLOWS[service].producer(self._application.producer)

        async def send_and_tell(update: Any) -> None:
            await send(update)
            # What the gateway says of itself proves nothing about its providers.
            if SERVICES[service].category == "data_collection":
                self._has_data.set()

        publisher = Publisher(
            service,
            Cadence(start, interval_s),
            self._clock,
            origin=FLOWS[service].origin(self.kit),
            send=send_and_tell,
            announce=self._hub.publish,
        )
        for feed in self.kit.feeds.values():
            feed.watchers.append(publisher.review)
        # What is about the gateway itself waits for no fetch.
        publisher.review()
        return publisher

    def _switched(self, pool: PoolSpec, switch: Switch) -> None:
        at, prefix = self._clock.now(), self.kit.prefix
        previous, current = (self.kit.catalog.feeds[feed].provider for feed in (switch.previous, switch.current))
        self.kit.failovers.record(Failover(pool.id, previous, current, switch.reason, at))
        message = f"{pool.service}: {prefix}{previous} -> {prefix}{current} ({switch.reason})"
        self._hub.notify(notice("failover", message, at, service=pool.service))
