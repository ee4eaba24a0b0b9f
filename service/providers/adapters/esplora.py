"""Esplora: the parts of an answer that mempool.space and Blockstream share.

Source: https://github.com/Blockstream/esplora/blob/master/API.md (2026-08)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import msgspec

from service.errors import ProviderPayloadError
from service.providers.reading import Number, count, decode, each, price

__all__ = ["Tip", "tip", "waiting"]


@dataclass(frozen=True, slots=True)
class Tip:
    """The newest block."""

    height: int
    difficulty: float | None


class _Block(msgspec.Struct):
    height: Number = None
    difficulty: Number = None


class _Mempool(msgspec.Struct):
    count: Number = None


_BLOCKS: Final = msgspec.json.Decoder(list[msgspec.Raw])
_BLOCK: Final = msgspec.json.Decoder(_Block)
_MEMPOOL: Final = msgspec.json.Decoder(_Mempool)


def tip(provider: str, body: bytes) -> Tip:
    """Read a list of the newest blocks. Raises ProviderPayloadError when none has a height."""
    rows = decode(provider, body, _BLOCKS)
    known = [
        Tip(height, price(row.difficulty)) for row in each(rows, _BLOCK) if (height := count(row.height)) is not None
    ]
    if not known:
        raise ProviderPayloadError(provider, "no block in the answer")
    return max(known, key=lambda block: block.height)


def waiting(provider: str, body: bytes) -> int | None:
    """Read the number of transactions in the mempool."""
    return count(decode(provider, body, _MEMPOOL).count)
