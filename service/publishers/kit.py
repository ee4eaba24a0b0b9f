"""Kit: all clients, feeds and pools of one gateway, connected as the catalog says; what origins are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from service.providers.client import ProviderClient
from service.publishers.feed import Feed
from service.publishers.source_pool import SourcePool

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from service.clock import Clock
    from service.providers.adapter import Adapter
    from service.providers.catalog import Catalog, PoolSpec
    from service.providers.pool import Switch
    from service.providers.transport import Transport
    from service.publishers.loop import Loop

__all__ = ["Kit"]


class Kit:
    """The fetching half of the gateway. Feeds, pools and clients go by the ids of the catalog."""

    def __init__(
        self,
        catalog: Catalog,
        adapters: Mapping[str, Adapter[Any]],
        *,
        clock: Clock,
        transport: Transport,
        prefix: str,
        on_switch: Callable[[PoolSpec, Switch], None],
    ) -> None:
        self.catalog = catalog
        self.clock = clock
        self.prefix = prefix
        """Before the name of every source: `sim:` when the providers are simulated."""
        self.loops: list[Loop] = []
        """Every loop that runs."""
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
