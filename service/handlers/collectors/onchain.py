"""onchain: figures of different chains and ages, each with where it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from contracts.generated.application.messages.json import Metric, OnchainData, OnchainUpdate

if TYPE_CHECKING:
    from datetime import datetime

    from service.providers.figure import Figure
    from service.providers.network import Network
    from service.providers.sourced import Sourced

__all__ = ["collect"]


def collect(
    addresses: Sourced[Figure] | None,
    transactions: Sourced[Figure] | None,
    fees: Sourced[Figure] | None,
    gas: Sourced[Network] | None,
    at: datetime,
) -> OnchainUpdate | None:
    """Put the figures together. `gas` is that of Ethereum; its price is what a transaction normally offers.

    `source` names the sources in the order of the fields, `as_of` is the newest, and one stale figure makes the whole
    stale. None while there is no figure at all.
    """
    rates = None if gas is None else gas.value.fees
    gas_price = None if rates is None else rates.normal
    utilization = None if gas is None else gas.value.utilization
    named = {"active_addresses": addresses, "transaction_count": transactions, "total_fees": fees}
    metrics = {name: _metric(figure, figure.value.chain) for name, figure in named.items() if figure is not None}
    if gas is not None:
        prices = {"gas_price": gas_price, "network_utilization": utilization}
        metrics |= {name: _metric(gas, "ethereum") for name, value in prices.items() if value is not None}
    if not metrics:
        return None
    data = OnchainData(
        active_addresses=None if addresses is None else int(addresses.value.value),
        transaction_count=None if transactions is None else int(transactions.value.value),
        total_fees=None if fees is None else fees.value.value,
        gas_price=gas_price,
        network_utilization=utilization,
        metrics=metrics,
        source="+".join(dict.fromkeys(metric.source for metric in metrics.values())),
        as_of=max(metric.as_of for metric in metrics.values()),
        stale=any(metric.stale for metric in metrics.values()),
        timestamp=at,
    )
    return OnchainUpdate(service="onchain", type="update", data=data, timestamp=at)


def _metric(origin: Sourced[Any], chain: str) -> Metric:
    return Metric(chain=chain, source=origin.source, as_of=origin.as_of, stale=origin.stale)
