"""Kraken spot: last prices in US dollars.

There is no volume, because one exchange's is not the market's, and no change, because Kraken's `o` is the price at
00:00 UTC, not that of 24 hours ago.

Source: https://docs.kraken.com/api/docs/rest-api/get-ticker-information (2026-08)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from service.errors import ProviderError, ProviderPayloadError, ProviderUnavailable, RateLimited
from service.providers.http import Request
from service.providers.quotes import Quote, Quotes
from service.providers.reading import Number, attempt, decode, gather, line, listed, price

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from service.providers.assets import Asset

__all__ = ["PROVIDER", "parse", "request"]

PROVIDER: Final = "kraken"

WARNING: Final = "W"
"""How a text in `error` begins that is no error: the result is good."""

ERRORS: Final[tuple[tuple[str, type[ProviderError]], ...]] = (
    ("eapi:ratelimit", RateLimited),
    ("eservice:throttled", RateLimited),
    ("egeneral:temporarylockout", RateLimited),
    ("eservice:unavailable", ProviderUnavailable),
    ("eservice:busy", ProviderUnavailable),
)
"""How error texts begin that say more than that the question was wrong; lower case, without spaces."""


class _Ticker(msgspec.Struct):
    c: list[Number]


class _Answer(msgspec.Struct):
    error: list[str] = []
    result: dict[str, msgspec.Raw] = {}


_ANSWER: Final = msgspec.json.Decoder(_Answer)
_TICKER: Final = msgspec.json.Decoder(_Ticker)


def request(assets: Sequence[Asset]) -> Request:
    """Ask for the tickers of the US dollar pairs. One unknown pair fails the whole call.

    `assetVersion=1` makes Kraken answer with the names it was asked for, `BTC/USD` rather than `XXBTZUSD`.
    """
    return Request(path="/0/public/Ticker", query=(("pair", ",".join(_ids(assets))), ("assetVersion", "1")))


def parse(body: bytes, assets: Sequence[Asset]) -> Quotes:
    """Read a mapping of tickers. Kraken does not say of when they are, so `as_of` is None.

    Errors come with HTTP 200.
    """
    ids = _ids(assets)
    answer = decode(PROVIDER, body, _ANSWER)
    if errors := [text for text in answer.error if not text.startswith(WARNING)]:
        raise _error(errors)
    by_coin: dict[str, Quote] = {}
    for pair, id_ in ids.items():
        ticker = attempt(answer.result[pair], _TICKER) if pair in answer.result else None
        last = price(ticker.c[0]) if ticker is not None and ticker.c else None
        if last is not None:
            by_coin[id_] = Quote(last)
    return gather(PROVIDER, by_coin)


def _ids(assets: Sequence[Asset]) -> Mapping[str, str]:
    return listed(PROVIDER, {asset.kraken: asset.id for asset in assets})


def _error(texts: Sequence[str]) -> ProviderError:
    spoken = [text.replace(" ", "").lower() for text in texts]
    kind = next((kind for start, kind in ERRORS for text in spoken if text.startswith(start)), ProviderPayloadError)
    return kind(PROVIDER, line("; ".join(texts)))
