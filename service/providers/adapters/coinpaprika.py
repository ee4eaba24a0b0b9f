"""CoinPaprika: prices, volumes and market caps in US dollars, over all exchanges.

Source: https://docs.coinpaprika.com/api-reference/tickers/get-tickers-for-all-active-coins (2026-03)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from service.errors import ProviderError, ProviderPayloadError, RateLimited
from service.providers.http import Request
from service.providers.meaning import Words, meaning
from service.providers.quotes import Quote, Quotes
from service.providers.reading import Number, amount, decode, each, gather, instant_of_text, listed, number, price

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from service.providers.assets import Asset

__all__ = ["PROVIDER", "parse", "request"]

PROVIDER: Final = "coinpaprika"

ERRORS: Final[Words] = (
    ("limit", RateLimited),
    ("too many", RateLimited),
    ("quota", RateLimited),
    ("payment", RateLimited),
    (" plan", RateLimited),
)
"""What texts say that come with HTTP 402 or 429; both mean that the budget is spent."""


class _Dollars(msgspec.Struct):
    price: Number = None
    volume_24h: Number = None
    market_cap: Number = None
    percent_change_24h: Number = None


class _Currencies(msgspec.Struct):
    usd: _Dollars = msgspec.field(name="USD")


class _Ticker(msgspec.Struct):
    id: str
    quotes: _Currencies
    last_updated: str | None = None


class _Failure(msgspec.Struct):
    error: str = ""


_ANSWER: Final = msgspec.json.Decoder(list[msgspec.Raw] | _Failure)
_TICKER: Final = msgspec.json.Decoder(_Ticker)


def request(assets: Sequence[Asset]) -> Request:
    """Ask for the tickers of all coins: one call a coin would spend the month's budget in days.

    The answer has about 2.5 MB.
    """
    _ids(assets)
    return Request(path="/tickers", query=(("quotes", "USD"),))


def parse(body: bytes, assets: Sequence[Asset]) -> Quotes:
    """Read a list of up to 2,000 tickers. `as_of` is the newest `last_updated` of our coins."""
    ids = _ids(assets)
    answer = decode(PROVIDER, body, _ANSWER)
    if isinstance(answer, _Failure):
        raise _error(answer.error)
    by_coin: dict[str, Quote] = {}
    instants: list[datetime | None] = []
    for ticker in each(answer, _TICKER):
        dollars = ticker.quotes.usd
        last = price(dollars.price)
        if ticker.id not in ids or last is None:
            continue
        by_coin[ids[ticker.id]] = Quote(
            last,
            volume=amount(dollars.volume_24h),
            # As with CoinGecko, a cap of 0 is one nobody knows.
            market_cap=price(dollars.market_cap),
            change=number(dollars.percent_change_24h),
        )
        instants.append(instant_of_text(ticker.last_updated or ""))
    return gather(PROVIDER, by_coin, instants)


def _ids(assets: Sequence[Asset]) -> Mapping[str, str]:
    return listed(PROVIDER, {asset.coinpaprika: asset.id for asset in assets})


def _error(text: str) -> ProviderError:
    if not text:
        return ProviderPayloadError(PROVIDER, "an object where a list was expected")
    return meaning(PROVIDER, text, words=ERRORS)
