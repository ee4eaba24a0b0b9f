"""The adapters for market data, by provider id."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from service.providers.adapters import binance, coinbase, coingecko, coinpaprika, kraken

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.providers.adapter import Adapter
    from service.providers.quotes import Quotes

__all__ = ["ADAPTERS"]

ADAPTERS: Final[Mapping[str, Adapter[Quotes]]] = MappingProxyType(
    {
        binance.PROVIDER: binance.ADAPTER,
        coinbase.PROVIDER: coinbase.ADAPTER,
        coingecko.PROVIDER: coingecko.ADAPTER,
        coinpaprika.PROVIDER: coinpaprika.ADAPTER,
        kraken.PROVIDER: kraken.ADAPTER,
    }
)
