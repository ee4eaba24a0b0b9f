"""onchain: a pool for each figure; any of them is enough for an update."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from contracts.generated.application.messages.json import OnchainUpdate
from service.handlers.collectors.onchain import collect
from service.publishers.pooled import Pooled
from service.publishers.source_pool import common_trouble

if TYPE_CHECKING:
    from service.providers.figure import Figure
    from service.providers.network import Network
    from service.publishers.kit import Kit
    from service.publishers.source_pool import SourcePool

__all__ = ["Onchain", "onchain"]


@dataclass(frozen=True, slots=True)
class Onchain(Pooled[OnchainUpdate]):
    """Has nothing to say only when no pool has."""

    def trouble(self) -> str | None:
        """Say why there is nothing, once that is certain of every pool."""
        return common_trouble(self.pools)


def onchain(kit: Kit) -> Onchain:
    """Make the origin."""
    addresses: SourcePool[Figure] = kit.pools["active_addresses"]
    transactions: SourcePool[Figure] = kit.pools["transactions_a_day"]
    fees: SourcePool[Figure] = kit.pools["fees_a_day"]
    gas: SourcePool[Network] = kit.pools["ethereum_gas"]
    return Onchain(
        (addresses, transactions, fees, gas),
        lambda at: collect(addresses.read(), transactions.read(), fees.read(), gas.read(), at),
    )
