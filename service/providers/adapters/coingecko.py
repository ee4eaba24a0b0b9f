"""CoinGecko: prices, volumes and market caps in US dollars, over all exchanges.

Source: https://docs.coingecko.com/reference/simple-price and /docs/errors-and-rate-limits (2026-06)
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import msgspec

from service.errors import ProviderError, ProviderRefused, ProviderUnavailable, RateLimited
from service.providers.http import Request
from service.providers.meaning import Codes, meaning
from service.providers.quotes import Quote, Quotes
from service.providers.reading import (
    Number,
    amount,
    attempt,
    decode,
    gather,
    instant,
    listed,
    number,
    price,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from service.providers.assets import Asset

__all__ = ["PROVIDER", "complaint", "parse", "request"]

PROVIDER: Final = "coingecko"

ERRORS: Final[Codes] = MappingProxyType(
    {
        429: RateLimited,
        408: ProviderUnavailable,
        500: ProviderUnavailable,
        503: ProviderUnavailable,
        401: ProviderRefused,
        403: ProviderRefused,
        1020: ProviderRefused,
        10002: ProviderRefused,  # the key is missing
        10005: ProviderRefused,  # not in this plan
        10010: ProviderRefused,  # this key is for the other host
        10011: ProviderRefused,  # likewise
    }
)
"""Error codes that say more than that the question was wrong."""


class _Coin(msgspec.Struct):
    usd: Number = None
    usd_market_cap: Number = None
    usd_24h_vol: Number = None
    usd_24h_change: Number = None
    last_updated_at: Number = None


class _Status(msgspec.Struct):
    error_code: int | None = None
    error_message: str = ""


class _Failure(msgspec.Struct):
    status: _Status = msgspec.field(default_factory=_Status)
    error_code: int | None = None
    error: str = ""


_ANSWER: Final = msgspec.json.Decoder(dict[str, msgspec.Raw])
_COIN: Final = msgspec.json.Decoder(_Coin)
_FAILURE: Final = msgspec.json.Decoder(_Failure)


def request(assets: Sequence[Asset]) -> Request:
    """Ask for all there is to a simple price. Unknown ids are left out of the answer."""
    return Request(
        path="/simple/price",
        query=(
            ("ids", ",".join(_ids(assets))),
            ("vs_currencies", "usd"),
            ("include_market_cap", "true"),
            ("include_24hr_vol", "true"),
            ("include_24hr_change", "true"),
            ("include_last_updated_at", "true"),
        ),
    )


def parse(body: bytes, assets: Sequence[Asset]) -> Quotes:
    """Read a mapping of coins. `as_of` is the newest `last_updated_at`. An error may stand in the mapping's place."""
    ids = _ids(assets)
    answer = decode(PROVIDER, body, _ANSWER)
    if (error := complaint(body)) is not None:
        raise error
    by_coin: dict[str, Quote] = {}
    instants: list[datetime | None] = []
    for id_ in ids:
        coin = attempt(answer[id_], _COIN) if id_ in answer else None
        usd = price(coin.usd) if coin is not None else None
        if coin is None or usd is None:
            continue
        by_coin[id_] = Quote(
            usd,
            volume=amount(coin.usd_24h_vol),
            # CoinGecko writes 0 for a cap it does not know.
            market_cap=price(coin.usd_market_cap),
            change=number(coin.usd_24h_change),
        )
        instants.append(instant(number(coin.last_updated_at)))
    return gather(PROVIDER, by_coin, instants)


def _ids(assets: Sequence[Asset]) -> Mapping[str, str]:
    return listed(PROVIDER, {asset.id: asset.id for asset in assets})


def complaint(body: bytes) -> ProviderError | None:
    """Return the error that CoinGecko tells in place of what it was asked for, None when it tells none."""
    failure = attempt(body, _FAILURE)
    if failure is None:
        return None
    # There is a coin whose id is `status`; only an object with a code or a message is an error.
    code = failure.error_code if failure.status.error_code is None else failure.status.error_code
    text = failure.status.error_message or failure.error
    return None if code is None and not text else meaning(PROVIDER, text, code=code, codes=ERRORS)
