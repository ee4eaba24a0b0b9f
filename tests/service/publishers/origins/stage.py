"""A part of the catalog at work, in a world that answers or fails as a test says."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from structlog.testing import capture_logs

from service.errors import ProviderUnavailable
from service.providers.adapters import adapters
from service.providers.assets import defaults, load_assets
from service.providers.catalog import load_catalog
from service.providers.failover import Failover
from service.providers.http import Answer
from service.publishers.kit import Kit
from tests.fakes.clock import FakeClock
from tests.fakes.loop import looping
from tests.fakes.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable, Mapping

    from service.providers.adapter import Adapter
    from service.providers.catalog import PoolSpec
    from service.providers.http import Request
    from service.providers.override import Override
    from service.providers.pool import Switch
    from service.providers.transport import Transport
    from service.publishers.loop import Loop
    from service.publishers.options import Options

    Bodies = Mapping[str, bytes | Callable[[FakeClock], bytes]]
    """What is a function is asked anew each time, for values that move."""

__all__ = ["Stage", "World"]


@dataclass
class World:
    """Implements service.providers.transport.Transport."""

    clock: FakeClock
    bodies: Bodies
    """By provider and path, such as `alternative_me/fng/`."""
    down: set[str] = field(default_factory=set)
    """Providers that answer nobody."""
    asked: list[tuple[float, str]] = field(default_factory=list)
    """When, in seconds of the monotonic clock, and whom."""

    async def ask(
        self,
        provider: str,
        url: str,
        request: Request,
        *,
        headers: Mapping[str, str],
        timeout_s: float,
        max_bytes: int = 0,
    ) -> Answer:
        self.asked.append((self.clock.monotonic(), provider))
        if provider in self.down:
            raise ProviderUnavailable(provider, "HTTP 503")
        body = self.bodies[provider + request.path]
        return Answer(200, {}, body if isinstance(body, bytes) else body(self.clock), 20.0)


class Stage:
    """A kit of some feeds of the catalog, with the pools that these make up."""

    def __init__(  # noqa: PLR0913  each is a seam of its own
        self,
        bodies: Bodies,
        feeds: Iterable[str],
        *,
        overrides: Mapping[str, Override] | None = None,
        extra: Mapping[str, Adapter[Any]] | None = None,
        clock: FakeClock | None = None,
        transport: Transport | None = None,
        options: Options | None = None,
    ) -> None:
        self.clock = clock or FakeClock()
        self.world = World(self.clock, bodies)
        whole, chosen = load_catalog(overrides or {}), set(feeds)
        catalog = replace(
            whole,
            feeds={id_: feed for id_, feed in whole.feeds.items() if id_ in chosen},
            pools={
                id_: replace(pool, feeds=tuple(feed for feed in pool.feeds if feed in chosen))
                for id_, pool in whole.pools.items()
            },
        )
        self.kit = Kit(
            catalog,
            {**adapters(defaults(load_assets())), **(extra or {})},
            clock=self.clock,
            transport=transport or self.world,
            prefix="sim:",
            on_switch=self._switched,
            archive=Shelf(self.clock),
            options=options,
        )

    @asynccontextmanager
    async def running(self) -> AsyncIterator[list[Loop]]:
        """Fetch all feeds, each in its loop, without the logs of what fails."""
        with capture_logs():
            async with looping(self.clock, *self.kit.feeds.values()) as loops:
                yield loops

    def _switched(self, pool: PoolSpec, switch: Switch) -> None:
        feeds = self.kit.catalog.feeds
        previous, current = feeds[switch.previous].provider, feeds[switch.current].provider
        self.kit.failovers.record(Failover(pool.id, previous, current, switch.reason, self.clock.now()))
