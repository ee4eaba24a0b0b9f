"""Exposition: all metrics at one moment, in the text format of Prometheus."""

from __future__ import annotations

import asyncio
from importlib.metadata import version
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, GCCollector, PlatformCollector, ProcessCollector
from prometheus_client.exposition import choose_encoder

from contracts.generated.catalog import API_VERSION
from service.metrics.clients import clients
from service.metrics.families import gauge, histogram
from service.metrics.services import archive, services
from service.metrics.sources import sources

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from prometheus_client import Metric

    from service.edge.desk import Desk
    from service.metrics.measures import Measures
    from service.publishers.works import Works

__all__ = ["Exposition", "Still"]


class Still:
    """Families that do not change any more. Implements prometheus_client's Collector."""

    def __init__(self, families: Iterable[Metric]) -> None:
        self._families = tuple(families)

    def collect(self) -> Iterable[Metric]:
        """Return them."""
        return self._families


class Exposition:
    """Describes a gateway; its publishing half too, as soon as `works` is set."""

    def __init__(self, desk: Desk, measures: Measures) -> None:
        self.works: Works | None = None
        self._desk = desk
        self._measures = measures
        self._process = CollectorRegistry()
        for collector in (ProcessCollector, PlatformCollector, GCCollector):
            collector(registry=self._process)

    def collect(self) -> Iterator[Metric]:
        """Describe the gateway now. Everything is read at once, on the loop whose state it is."""
        labels = {"version": version("crypto-gateway"), "contract": API_VERSION, "mode": self._desk.mode}
        yield gauge("gateway_info", "What runs here.", {tuple(labels.values()): 1}, tuple(labels))
        yield from clients(self._desk)
        yield histogram(
            "gateway_fanout_seconds",
            "From an encoded update until it was handed on for its last listener.",
            {(service,): held for service, held in self._measures.fanout_s.items()},
            ("service",),
        )
        yield histogram(
            "gateway_loop_lag_seconds",
            "How much later than asked for the event loop came back.",
            {(): self._measures.loop_lag_s},
        )
        if self.works is not None:
            kit = self.works.kit
            yield from services(self.works.publishers, kit.clock)
            yield from sources(kit)
            yield from archive(kit.archive.state(), kit.clock)

    async def text(self, accept: str) -> tuple[bytes, str]:
        """Return the text and its media type, as the reader accepts it. It is written beside the loop."""
        encode, media_type = choose_encoder(accept)
        still = Still(self.collect())
        return await asyncio.to_thread(lambda: encode(Still([*still.collect(), *self._process.collect()]))), media_type
