"""CoinGecko: the coins that were searched most in the last 24 hours.

Source: https://docs.coingecko.com/reference/trending-search (2026-09)
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import msgspec

from service.errors import ProviderPayloadError
from service.providers.adapter import Adapter, single
from service.providers.adapters.coingecko import PROVIDER, complaint
from service.providers.http import Request
from service.providers.moods import Trending
from service.providers.reading import decode, each, label

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["ADAPTERS", "TOPICS", "parse", "request"]

TOPICS: Final = 15
"""So many coins CoinGecko promises at most."""


class _Coin(msgspec.Struct):
    name: str


class _Row(msgspec.Struct):
    item: _Coin


class _Answer(msgspec.Struct):
    coins: list[msgspec.Raw] = []


_ANSWER: Final = msgspec.json.Decoder(_Answer)
_ROW: Final = msgspec.json.Decoder(_Row)


def request() -> Request:
    """Ask for all there is: coins, collections and categories come together."""
    return Request(path="/search/trending")


def parse(body: bytes) -> Trending:
    """Read the names of the coins, the most searched first. CoinGecko does not say of when they are.

    Raises ProviderPayloadError when there is no name at all.
    """
    if (error := complaint(body)) is not None:
        raise error
    answer = decode(PROVIDER, body, _ANSWER)
    names = (label(row.item.name) for row in each(answer.coins, _ROW))
    topics = tuple(dict.fromkeys(name for name in names if name is not None))[:TOPICS]
    if not topics:
        raise ProviderPayloadError(PROVIDER, "no coin in the answer")
    return Trending(topics, None)


ADAPTERS: Final[Mapping[str, Adapter[Any]]] = MappingProxyType({"coingecko.trending": single(request, parse)})
