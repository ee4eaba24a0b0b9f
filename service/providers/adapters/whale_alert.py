"""Whale Alert: large transfers of many chains, for callers with a key.

Names of coins are in small letters, addresses and hashes of Ethereum come without `0x`, and an address may be the words
for not knowing it. What a transfer is worth is left to us.

Source: https://developer.whale-alert.io/documentation (v1, 2026-08)
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

import msgspec

from service.errors import ProviderRefused, RateLimited
from service.providers.adapter import Adapter
from service.providers.http import Request
from service.providers.meaning import Words, meaning
from service.providers.reading import Number, amount, decode, each, instant, number
from service.providers.transfers import Transfer, Transfers

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["NAME", "PROVIDER", "AlertedTransfers", "adapter"]

PROVIDER: Final = "whale_alert"
NAME: Final = "whale_alert.transactions"
"""What the catalog calls the adapter."""

REACH: Final = timedelta(minutes=10)
"""How far back the first question goes."""
REACH_MAX: Final = timedelta(minutes=50)
"""How far back any question goes: more than an hour is an error in the smallest plan."""
SECOND: Final = timedelta(seconds=1)
LEAST_USD: Final = 500_000
"""The least that the plan for private persons lets one ask for."""
MOST: Final = 100
UNKNOWN: Final = frozenset({"", "unknown", "multiple addresses"})
"""Words in place of an address, in small letters."""
ERRORS: Final[Words] = (
    ("limit", RateLimited),
    ("api_key", ProviderRefused),
    ("api key", ProviderRefused),
)
"""Parts of error texts that say more than that the question was wrong."""


@dataclass(frozen=True, slots=True)
class AlertedTransfers(Transfers):
    """The transfers of one answer, and the newest instant of any so far."""

    newest: datetime | None = None


class _Party(msgspec.Struct):
    address: str = ""


class _Transaction(msgspec.Struct):
    blockchain: str
    symbol: str
    hash: str
    amount: Number = None
    timestamp: Number = None
    sender: _Party = msgspec.field(name="from", default_factory=_Party)
    recipient: _Party = msgspec.field(name="to", default_factory=_Party)


class _Answer(msgspec.Struct):
    result: str
    message: str = ""
    transactions: list[msgspec.Raw] = []


_ANSWER: Final = msgspec.json.Decoder(_Answer)
_TRANSACTION: Final = msgspec.json.Decoder(_Transaction)


def adapter(now: Callable[[], datetime]) -> Adapter[AlertedTransfers]:
    """Make the adapter; its first question depends on the time."""
    return Adapter(partial(requests, now), parse, carry=carry)


def requests(now: Callable[[], datetime], previous: AlertedTransfers | None) -> tuple[Request, ...]:
    """Ask for what came since the newest transfer, the oldest first.

    Others of its very second may have been cut off; a date in the future must not make us deaf until then, nor one
    from before a long outage for ever.
    """
    at, newest = now(), None if previous is None else previous.newest
    since = at - REACH if newest is None else max(min(newest, at) - SECOND, at - REACH_MAX)
    query = (("start", str(int(since.timestamp()))), ("min_value", str(LEAST_USD)), ("limit", str(MOST)))
    return (Request("/v1/transactions", query=query),)


def parse(bodies: Sequence[bytes]) -> AlertedTransfers:
    """Read the list. `as_of` is None: the list is complete up to now."""
    answer = decode(PROVIDER, bodies[0], _ANSWER)
    if answer.result != "success":
        raise meaning(PROVIDER, answer.message, words=ERRORS)
    items = tuple(item for row in each(answer.transactions, _TRANSACTION) if (item := _transfer(row)) is not None)
    newest = max((item.at for item in items if item.at is not None), default=None)
    return AlertedTransfers(items, None, newest)


def carry(previous: AlertedTransfers, value: AlertedTransfers) -> AlertedTransfers:
    """Keep the newest instant when there was nothing new."""
    return replace(value, newest=value.newest or previous.newest)


def _transfer(row: _Transaction) -> Transfer | None:
    moved = amount(row.amount)
    if not moved:
        return None
    return Transfer(
        chain=row.blockchain,
        hash=_hex(row.blockchain, row.hash),
        asset=row.symbol.upper(),
        amount=moved,
        sender=_address(row.blockchain, row.sender),
        recipient=_address(row.blockchain, row.recipient),
        at=instant(number(row.timestamp)),
    )


def _address(chain: str, party: _Party) -> str | None:
    return None if party.address.lower() in UNKNOWN else _hex(chain, party.address)


def _hex(chain: str, text: str) -> str:
    return f"0x{text.removeprefix('0x').lower()}" if chain == "ethereum" else text
