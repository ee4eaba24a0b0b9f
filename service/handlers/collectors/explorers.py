"""explorers: the networks of Bitcoin and Ethereum, each from the best source that answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.generated.application.messages.json import ExplorersData, ExplorersUpdate, Fees
from contracts.generated.application.messages.json import Network as NetworkState

if TYPE_CHECKING:
    from datetime import datetime

    from service.providers.network import FeeRates, Network
    from service.providers.sourced import Sourced

__all__ = ["collect"]


def collect(
    bitcoin: Sourced[Network] | None, ethereum: Sourced[Network] | None, at: datetime
) -> ExplorersUpdate | None:
    """Put the networks side by side; the flat fields, `source`, `as_of` and `stale` among them, are those of Bitcoin.

    None while Bitcoin is not known: there is nothing to put into the flat fields then.
    """
    if bitcoin is None:
        return None
    known = {"bitcoin": bitcoin} | ({} if ethereum is None else {"ethereum": ethereum})
    flat = bitcoin.value
    data = ExplorersData(
        chain="bitcoin",
        latest_block=flat.latest_block,
        network_hashrate=flat.hashrate,
        difficulty=flat.difficulty,
        mempool_size=flat.mempool_count,
        transactions_count=flat.transactions_a_day,
        networks={name: _state(network) for name, network in known.items()},
        source=bitcoin.source,
        as_of=bitcoin.as_of,
        stale=bitcoin.stale,
        timestamp=at,
    )
    return ExplorersUpdate(service="explorers", type="update", data=data, timestamp=at)


def _state(network: Sourced[Network]) -> NetworkState:
    value = network.value
    return NetworkState(
        latest_block=value.latest_block,
        network_hashrate=value.hashrate,
        difficulty=value.difficulty,
        mempool_size=value.mempool_count,
        transactions_count=value.transactions_a_day,
        fees=None if value.fees is None else _fees(value.fees),
        source=network.source,
        as_of=network.as_of,
        stale=network.stale,
    )


def _fees(rates: FeeRates) -> Fees:
    return Fees(slow=rates.slow, normal=rates.normal, fast=rates.fast, unit=rates.unit)
