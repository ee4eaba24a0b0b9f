"""market_data: a pool of prices and a pool of market figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.handlers.collectors.market_data import collect
from service.publishers.pooled import Pooled

if TYPE_CHECKING:
    from contracts.generated.application.messages.json import MarketDataUpdate
    from service.providers.quotes import Quotes
    from service.publishers.kit import Kit
    from service.publishers.source_pool import SourcePool

__all__ = ["market_data"]


def market_data(kit: Kit) -> Pooled[MarketDataUpdate]:
    """Make the origin."""
    prices: SourcePool[Quotes] = kit.pools["market_prices"]
    market: SourcePool[Quotes] = kit.pools["market_caps"]
    return Pooled((prices, market), lambda at: collect(prices.read(), market.read(), at))
