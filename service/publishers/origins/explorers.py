"""explorers: a pool for each network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.handlers.collectors.explorers import collect
from service.publishers.pooled import Pooled

if TYPE_CHECKING:
    from contracts.generated.application.messages.json import ExplorersUpdate
    from service.providers.network import Network
    from service.publishers.kit import Kit
    from service.publishers.source_pool import SourcePool

__all__ = ["explorers"]


def explorers(kit: Kit) -> Pooled[ExplorersUpdate]:
    """Make the origin."""
    bitcoin: SourcePool[Network] = kit.pools["bitcoin_network"]
    ethereum: SourcePool[Network] = kit.pools["ethereum_network"]
    return Pooled((bitcoin, ethereum), lambda at: collect(bitcoin.read(), ethereum.read(), at))
