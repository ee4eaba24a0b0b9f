"""Binance spot: last prices, quoted in USDT. One exchange's volume is not the market's, so there is none.

Source: https://developers.binance.com/docs/binance-spot-api-docs/rest-api/market-data-endpoints (2026-07)
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import msgspec

from service.errors import ProviderError, ProviderPayloadError, ProviderRefused, ProviderUnavailable, RateLimited
from service.providers.http import Request
from service.providers.meaning import Codes, meaning
from service.providers.quotes import Quote, Quotes
from service.providers.reading import Number, decode, each, gather, instant, listed, number, price

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from service.providers.assets import Asset

__all__ = ["PROVIDER", "parse", "request"]

PROVIDER: Final = "binance"

WEIGHTS: Final = ((20, 2), (100, 40))
"""Most symbols in a call, and what such a call weighs."""
WEIGHT_MAX: Final = 80
"""What a call with still more symbols weighs."""

ERRORS: Final[Codes] = MappingProxyType(
    {
        0: ProviderRefused,  # restricted location
        -1001: ProviderUnavailable,
        -1003: RateLimited,
        -1008: ProviderUnavailable,
    }
)
"""Error codes that say more than that the question or the answer was wrong."""


class _Ticker(msgspec.Struct, rename="camel"):
    symbol: str
    last_price: Number = None
    price_change_percent: Number = None
    close_time: Number = None


class _Failure(msgspec.Struct):
    code: int | None = None
    msg: str = ""


_ANSWER: Final = msgspec.json.Decoder(list[msgspec.Raw] | _Failure)
_TICKER: Final = msgspec.json.Decoder(_Ticker)


def request(assets: Sequence[Asset]) -> Request:
    """Ask for the tickers of the USDT markets. One unknown symbol fails the whole call."""
    symbols = list(_ids(assets))
    return Request(
        path="/api/v3/ticker/24hr",
        query=(("symbols", msgspec.json.encode(symbols).decode()), ("type", "FULL")),
        cost=next((weight for count, weight in WEIGHTS if len(symbols) <= count), WEIGHT_MAX),
    )


def parse(body: bytes, assets: Sequence[Asset]) -> Quotes:
    """Read a list of tickers. `as_of` is the newest `closeTime`."""
    ids = _ids(assets)
    answer = decode(PROVIDER, body, _ANSWER)
    if isinstance(answer, _Failure):
        raise _error(answer)
    by_coin: dict[str, Quote] = {}
    instants: list[datetime | None] = []
    for ticker in each(answer, _TICKER):
        last = price(ticker.last_price)
        if ticker.symbol not in ids or last is None:
            continue
        by_coin[ids[ticker.symbol]] = Quote(last, currency="USDT", change=number(ticker.price_change_percent))
        close_ms = number(ticker.close_time)
        instants.append(instant(close_ms / 1000 if close_ms is not None else None))
    return gather(PROVIDER, by_coin, instants)


def _ids(assets: Sequence[Asset]) -> Mapping[str, str]:
    return listed(PROVIDER, {asset.binance: asset.id for asset in assets})


def _error(failure: _Failure) -> ProviderError:
    if failure.code is None:
        return ProviderPayloadError(PROVIDER, "an object where a list was expected")
    return meaning(PROVIDER, failure.msg, code=failure.code, codes=ERRORS)
