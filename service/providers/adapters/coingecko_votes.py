"""CoinGecko: how many of those who vote feel good about Bitcoin.

Source: https://docs.coingecko.com/reference/coins-id (2026-09)
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import msgspec

from service.errors import ProviderPayloadError
from service.providers.adapter import Adapter, single
from service.providers.adapters.coingecko import PROVIDER, complaint
from service.providers.http import Request
from service.providers.moods import Mood
from service.providers.reading import Number, amount, decode

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["ADAPTERS", "parse", "request"]

WHOLE: Final = 100.0

SURPLUS: Final = ("localization", "tickers", "market_data", "developer_data")
"""Parts of the answer that nobody needs, and that make it long."""


class _Answer(msgspec.Struct):
    sentiment_votes_up_percentage: Number = None
    sentiment_votes_down_percentage: Number = None


_ANSWER: Final = msgspec.json.Decoder(_Answer)


def request() -> Request:
    """Ask for Bitcoin: its votes stand for the market."""
    query = tuple((name, "false") for name in SURPLUS)
    return Request(path="/coins/bitcoin", query=(*query, ("community_data", "true")))


def parse(body: bytes) -> Mood:
    """Read the share of the votes that are up.

    `as_of` is None: the answer's `last_updated` is of the prices.

    Raises ProviderPayloadError when nobody has voted.
    """
    if (error := complaint(body)) is not None:
        raise error
    answer = decode(PROVIDER, body, _ANSWER)
    up, down = amount(answer.sentiment_votes_up_percentage), amount(answer.sentiment_votes_down_percentage)
    if up is None or up > WHOLE or (up == 0 and not down):
        raise ProviderPayloadError(PROVIDER, "no votes in the answer")
    return Mood(up / WHOLE, None, None)


ADAPTERS: Final[Mapping[str, Adapter[Any]]] = MappingProxyType({"coingecko.votes": single(request, parse)})
