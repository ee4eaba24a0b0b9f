"""All adapters, by the names that the catalog calls them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from service.providers.adapter import Adapter, single
from service.providers.adapters import binance, coinbase, coingecko, coinpaprika, kraken

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from service.providers.assets import Asset
    from service.providers.quotes import Quotes

__all__ = ["adapters"]

MARKETS = {
    "binance.ticker": binance,
    "coinbase.ticker": coinbase,
    "coingecko.prices": coingecko,
    "coinpaprika.tickers": coinpaprika,
    "kraken.ticker": kraken,
}


def adapters(assets: Sequence[Asset]) -> Mapping[str, Adapter[Any]]:
    """Make the adapters for these coins."""
    return {name: _market(module, assets) for name, module in MARKETS.items()}


def _market(module: Any, assets: Sequence[Asset]) -> Adapter[Quotes]:
    return single(partial(module.request, assets), lambda body: module.parse(body, assets))
