"""Blockchair: the Bitcoin network, without fees, of which it knows only one.

Source: https://blockchair.com/api/docs (2026-08)
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import msgspec

from service.errors import ProviderPayloadError, ProviderUnavailable, RateLimited
from service.providers.adapter import Adapter, single
from service.providers.http import Request
from service.providers.meaning import Codes, meaning
from service.providers.network import Network
from service.providers.reading import Number, attempt, count, decode, instant_of_text, price

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

__all__ = ["ADAPTERS", "PROVIDER", "Envelope", "instant_told", "parse", "read_envelope", "request"]

PROVIDER: Final = "blockchair"

ERRORS: Final[Codes] = MappingProxyType(
    {
        **dict.fromkeys((402, 429, 430, 434, 435, 436, 437), RateLimited),
        **dict.fromkeys((500, 503), ProviderUnavailable),
    }
)
"""Codes in the envelope that say more than that the question was wrong."""


class _Cache(msgspec.Struct):
    since: str = ""


class _Context(msgspec.Struct):
    code: int
    error: str | None = None
    cache: _Cache = msgspec.field(default_factory=_Cache)


class Envelope(msgspec.Struct):
    """What every answer is wrapped in."""

    context: _Context
    data: msgspec.Raw = msgspec.Raw(b"null")


class _Stats(msgspec.Struct):
    best_block_height: Number = None
    hashrate_24h: Number = None
    difficulty: Number = None
    mempool_transactions: Number = None
    transactions_24h: Number = None


_ENVELOPE: Final = msgspec.json.Decoder(Envelope)
_STATS: Final = msgspec.json.Decoder(_Stats)


def request() -> Request:
    """Ask for the statistics. It counts as one request."""
    return Request("/bitcoin/stats")


def parse(body: bytes) -> Network:
    """Read the statistics. `as_of` is the instant since when Blockchair's own cache holds them."""
    envelope = read_envelope(body)
    stats = attempt(envelope.data, _STATS)
    height = count(stats.best_block_height) if stats is not None else None
    if stats is None or height is None:
        raise ProviderPayloadError(PROVIDER, "no height in the answer")
    return Network(
        latest_block=height,
        hashrate=price(stats.hashrate_24h),
        difficulty=price(stats.difficulty),
        mempool_count=count(stats.mempool_transactions),
        transactions_a_day=count(stats.transactions_24h),
        as_of=instant_told(envelope.context.cache.since),
    )


def instant_told(text: str) -> datetime | None:
    """Return the instant that Blockchair writes as `YYYY-MM-DD HH:MM:SS`, in UTC, or None when it is none."""
    return instant_of_text(text.replace(" ", "T", 1) + "Z")


def read_envelope(body: bytes) -> Envelope:
    """Read the envelope of any answer. Raises ProviderError when it holds an error instead of data."""
    envelope = decode(PROVIDER, body, _ENVELOPE)
    context = envelope.context
    if context.code != 200:  # noqa: PLR2004  as in HTTP
        raise meaning(PROVIDER, context.error or "", code=context.code, codes=ERRORS)
    return envelope


ADAPTERS: Final[Mapping[str, Adapter[Any]]] = MappingProxyType({"blockchair.network": single(request, parse)})
