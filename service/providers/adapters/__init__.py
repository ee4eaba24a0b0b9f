"""All adapters, by the names that the catalog calls them."""

from __future__ import annotations

from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from service.providers.adapter import Adapter, single
from service.providers.adapters import (
    alternative_me,
    binance,
    bitcoin_transfers,
    blockchain_info,
    blockchair,
    blockchair_transfers,
    blockscout,
    blockstream,
    coinbase,
    coingecko,
    coingecko_trending,
    coingecko_votes,
    coinpaprika,
    defillama,
    ethereum_transfers,
    etherscan,
    fee_history,
    huggingface,
    kraken,
    mempool_space,
    rpc_node,
    rss,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from service.providers.assets import Asset
    from service.providers.quotes import Quotes

__all__ = ["adapters"]

MARKETS: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "binance.ticker": binance,
        "coinbase.ticker": coinbase,
        "coingecko.prices": coingecko,
        "coinpaprika.tickers": coinpaprika,
        "kraken.ticker": kraken,
    }
)

TABLES: Final[tuple[Mapping[str, Adapter[Any]], ...]] = (
    alternative_me.ADAPTERS,
    bitcoin_transfers.ADAPTERS,
    blockchain_info.ADAPTERS,
    blockchair.ADAPTERS,
    blockchair_transfers.ADAPTERS,
    blockscout.ADAPTERS,
    blockstream.ADAPTERS,
    coingecko_trending.ADAPTERS,
    coingecko_votes.ADAPTERS,
    defillama.ADAPTERS,
    ethereum_transfers.ADAPTERS,
    etherscan.ADAPTERS,
    fee_history.ADAPTERS,
    huggingface.ADAPTERS,
    mempool_space.ADAPTERS,
    rpc_node.ADAPTERS,
    rss.ADAPTERS,
)


def adapters(assets: Sequence[Asset]) -> Mapping[str, Adapter[Any]]:
    """Make the adapters; those of markets ask for these coins."""
    markets = {name: _market(module, assets) for name, module in MARKETS.items()}
    return markets | {name: adapter for table in TABLES for name, adapter in table.items()}


def _market(module: Any, assets: Sequence[Asset]) -> Adapter[Quotes]:
    return single(partial(module.request, assets), lambda body: module.parse(body, assets))
