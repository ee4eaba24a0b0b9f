"""Transfers on Bitcoin, read from mempool.space: what has just come in, and page by page what the newest block holds.

It is a sample. A block has more than a hundred pages, and as many are read as fit between two blocks at this pace;
of what comes in only the newest ten are shown. In a block the inputs are known, and what goes back to them does not
count. Of what waits only the sum of the outputs is known, change included.

Source: https://mempool.space/docs/api/rest, https://github.com/Blockstream/esplora/blob/master/API.md (2026-09)
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import msgspec

from service.errors import ProviderPayloadError
from service.providers.adapter import Adapter
from service.providers.http import Request
from service.providers.reading import Number, count, decode, each, instant, number
from service.providers.transfers import SATOSHIS, Transfer, Transfers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

__all__ = ["ADAPTERS", "PROVIDER", "BitcoinTransfers", "carry", "parse", "requests"]

PROVIDER: Final = "mempool_space"

PAGE: Final = 25
PAGES: Final = 2
"""Most pages in one fetch."""

_HASH: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class BitcoinTransfers(Transfers):
    """Some transfers, and how far the reading has come."""

    tip: str
    """The hash of the newest block."""
    block: str | None = None
    """The hash of the block that is being read."""
    held: int = 0
    """How many transactions it has."""
    read: int = 0
    """How many of them have been read."""


class _Recent(msgspec.Struct):
    txid: str
    value: Number = None


class _Output(msgspec.Struct):
    value: Number = None
    scriptpubkey_address: str | None = None


class _Input(msgspec.Struct):
    prevout: _Output | None = None


class _Status(msgspec.Struct):
    block_time: Number = None


class _Payment(msgspec.Struct):
    txid: str
    vin: list[_Input]
    vout: list[_Output]
    status: _Status = msgspec.field(default_factory=_Status)


class _Block(msgspec.Struct):
    id: str
    tx_count: Number = None


_RECENTS: Final = msgspec.json.Decoder(list[msgspec.Raw])
_RECENT: Final = msgspec.json.Decoder(_Recent)
_PAYMENT: Final = msgspec.json.Decoder(_Payment)
_PART: Final = msgspec.json.Decoder(list[msgspec.Raw] | _Block)


def requests(previous: BitcoinTransfers | None) -> tuple[Request, ...]:
    """Ask for the tip, for what came in, and for the next pages of the newest block: its first with its size."""
    always = (Request("/blocks/tip/hash"), Request("/mempool/recent"))
    if previous is None:
        return always
    if previous.tip != previous.block:
        return (*always, _part(previous.tip), _part(previous.tip, "/txs/0"))
    starts = range(previous.read, previous.held, PAGE)[:PAGES]
    return (*always, *(_part(previous.tip, f"/txs/{start}") for start in starts))


def parse(bodies: Sequence[bytes]) -> BitcoinTransfers:
    """Read what was asked. `as_of` is None: the tip was asked for just now.

    What is missing was not read: the new tip is not the one that was asked for, or the block is asked for again.
    """
    tip = _hash(bodies[0].decode("latin-1").strip())
    recents = decode(PROVIDER, bodies[1], _RECENTS)
    items = list(_waiting(recents))
    block, held, read = None, 0, 0
    for body in filter(None, bodies[2:]):
        part = decode(PROVIDER, body, _PART)
        if isinstance(part, _Block):
            block, held = _hash(part.id), count(part.tx_count) or 0
        else:
            read += PAGE
            items += _confirmed(part)
    return BitcoinTransfers(tuple(items), None, tip=tip, block=block, held=held, read=read)


def carry(previous: BitcoinTransfers, value: BitcoinTransfers) -> BitcoinTransfers:
    """Go on in the block of the fetch before, unless a new one was begun."""
    if value.block is not None:
        return value
    return replace(value, block=previous.block, held=previous.held, read=previous.read + value.read)


def _part(block: str, part: str = "") -> Request:
    """Ask for a part of a block, which may have left the chain since its hash was told."""
    return Request(f"/block/{block}{part}", may_be_missing=True)


def _hash(text: str) -> str:
    if not _HASH.fullmatch(text):
        raise ProviderPayloadError(PROVIDER, "no hash in the answer")
    return text


def _waiting(rows: Iterable[msgspec.Raw]) -> Iterator[Transfer]:
    for row in each(rows, _RECENT):
        if value := count(row.value):
            yield Transfer("bitcoin", row.txid, "BTC", value / SATOSHIS, has_change=True)


def _confirmed(rows: Iterable[msgspec.Raw]) -> Iterator[Transfer]:
    for row in each(rows, _PAYMENT):
        senders = _addresses(spent.prevout for spent in row.vin)
        away = [output for output in row.vout if output.scriptpubkey_address not in senders]
        amount = sum(count(output.value) or 0 for output in away) / SATOSHIS
        if senders and amount > 0:
            at = instant(number(row.status.block_time))
            sender, recipient = _only(senders), _only(_addresses(away))
            yield Transfer("bitcoin", row.txid, "BTC", amount, sender=sender, recipient=recipient, at=at)


def _addresses(outputs: Iterable[_Output | None]) -> set[str]:
    known = (output.scriptpubkey_address for output in outputs if output is not None)
    return {address for address in known if address is not None}


def _only(addresses: set[str]) -> str | None:
    return next(iter(addresses)) if len(addresses) == 1 else None


ADAPTERS: Final[Mapping[str, Adapter[BitcoinTransfers]]] = MappingProxyType(
    {"mempool_space.transfers": Adapter(requests, parse, carry=carry)}
)
