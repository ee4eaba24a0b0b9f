"""market_data: prices of the fastest source that answers, market figures of an aggregator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.generated.application.messages.json import Freshness, MarketDataData, MarketDataUpdate

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from service.providers.quotes import Quote, Quotes
    from service.providers.sourced import Sourced

__all__ = ["collect"]


def collect(prices: Sourced[Quotes] | None, market: Sourced[Quotes] | None, at: datetime) -> MarketDataUpdate | None:
    """Merge two sources: `prices` is asked for prices first, `market` for volumes, market caps and changes.

    A coin that `prices` does not know takes its price from `market`, and `price_sources` says so. Without `market`,
    changes are those of `prices`, and volumes and market caps are empty: one exchange does not know them. None while
    there is no price at all.
    """
    prices = prices or market
    if prices is None:
        return None
    quotes = dict(prices.value.by_coin)
    elsewhere: dict[str, Quote] = {}
    if market is not None and market.source != prices.source:
        elsewhere = {coin: quote for coin, quote in market.value.by_coin.items() if coin not in quotes}
    figures = market or prices
    parts = {"prices": prices, "price_changes": figures}
    if market is not None:
        parts |= {"volumes": market, "market_caps": market}
    quotes |= elsewhere
    data = MarketDataData(
        prices={coin: quote.price for coin, quote in quotes.items()},
        volumes=_known(figures, lambda quote: quote.volume),
        market_caps=_known(figures, lambda quote: quote.market_cap),
        price_changes=_known(figures, lambda quote: quote.change),
        quote_currencies={coin: quote.currency for coin, quote in quotes.items() if quote.currency != "USD"},
        price_sources=dict.fromkeys(elsewhere, figures.source),
        source=prices.source,
        as_of=prices.as_of,
        stale=any(part.stale for part in parts.values()),
        freshness={
            name: Freshness(source=part.source, as_of=part.as_of, stale=part.stale) for name, part in parts.items()
        },
        timestamp=at,
    )
    return MarketDataUpdate(service="market_data", type="update", data=data, timestamp=at)


def _known(quotes: Sourced[Quotes], figure: Callable[[Quote], float | None]) -> dict[str, float]:
    """Take one figure of every coin that has it."""
    figures = ((coin, figure(quote)) for coin, quote in quotes.value.by_coin.items())
    return {coin: value for coin, value in figures if value is not None}
