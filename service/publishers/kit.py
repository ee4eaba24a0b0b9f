"""Kit: all clients, feeds and pools of one gateway, connected as the catalog says; what origins are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from service.providers.client import ProviderClient
from service.publishers.failovers import Failovers
from service.publishers.feed import Feed
from service.publishers.options import Options
from service.publishers.source_pool import SourcePool

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from service.archive.state import ArchiveState
    from service.clock import Clock
    from service.providers.adapter import Adapter
    from service.providers.catalog import Catalog, PoolSpec
    from service.providers.pool import Switch
    from service.providers.transport import Transport
    from service.publishers.loop import Loop

__all__ = ["Archived", "Kit"]


class Archived(Protocol):
    """The archive, as far as it is one of the services and one of the loops."""

    @property
    def interval_s(self) -> float:
        """Its present pace."""

    def state(self) -> ArchiveState:
        """Describe it as it is now."""

    def due(self) -> float:
        """Return when it works next, in seconds of the monotonic clock."""

    async def rest(self) -> None:
        """Wait until it is time to work."""

    async def work(self) -> bool:
        """Store what waits, and return whether that was possible."""


class Kit:
    """The fetching half of the gateway. Feeds, pools and clients go by the ids of the catalog."""

    def __init__(  # noqa: PLR0913  each is a seam of its own
        self,
        catalog: Catalog,
        adapters: Mapping[str, Adapter[Any]],
        *,
        clock: Clock,
        transport: Transport,
        prefix: str,
        on_switch: Callable[[PoolSpec, Switch], None],
        archive: Archived,
        options: Options | None = None,
    ) -> None:
        self.catalog = catalog
        self.clock = clock
        self.options = options or Options()
        self.prefix = prefix
        """Before the name of every source: `sim:` when the providers are simulated."""
        self.archive = archive
        self.loops: list[Loop] = []
        """Every loop that runs."""
        self.failovers = Failovers()
        asked = {feed.provider for feed in catalog.feeds.values()}
        self.clients = {
            id_: ProviderClient(provider, transport=transport, clock=clock)
            for id_, provider in catalog.providers.items()
            if id_ in asked
        }
        self.feeds: dict[str, Feed[Any]] = {
            id_: Feed(spec, self.clients[spec.provider], adapters[spec.adapter], clock)
            for id_, spec in catalog.feeds.items()
        }
        self.pools: dict[str, SourcePool[Any]] = {
            id_: SourcePool(spec, [self.feeds[feed] for feed in spec.feeds], prefix=prefix, on_switch=on_switch)
            for id_, spec in catalog.pools.items()
        }
