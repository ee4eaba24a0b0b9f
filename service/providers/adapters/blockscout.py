"""Blockscout: the Ethereum network, and the transactions of its last whole day.

Its count of blocks is an estimate, so the height comes from the list of the newest blocks. Its `transactions_today`
are those of the last whole day in UTC, and 0 as long as they are not counted; the chart names the day.

Source: https://docs.blockscout.com/api-reference/get-stats-counters (2026-08)
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import msgspec

from service.errors import ProviderPayloadError
from service.providers.adapter import Adapter, single
from service.providers.figure import Figure
from service.providers.http import Request
from service.providers.network import Network
from service.providers.reading import Number, count, decode, each, fee_rates, instant_of_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

__all__ = ["ADAPTERS", "PROVIDER", "parse", "parse_transactions", "request_transactions", "requests"]

PROVIDER: Final = "blockscout"


class _Block(msgspec.Struct):
    height: Number = None
    timestamp: str = ""


class _Gas(msgspec.Struct):
    slow: Number = None
    average: Number = None
    fast: Number = None


class _Stats(msgspec.Struct):
    transactions_today: Number = None
    gas_prices: _Gas | None = None


class _Day(msgspec.Struct):
    date: str = ""
    transactions_count: Number = None
    tx_count: Number = None
    """Its name until 2024."""


class _Chart(msgspec.Struct):
    chart_data: list[msgspec.Raw]


_BLOCKS: Final = msgspec.json.Decoder(list[msgspec.Raw])
_BLOCK: Final = msgspec.json.Decoder(_Block)
_STATS: Final = msgspec.json.Decoder(_Stats)
_CHART: Final = msgspec.json.Decoder(_Chart)
_DAY: Final = msgspec.json.Decoder(_Day)


def requests() -> tuple[Request, ...]:
    """Ask for the newest blocks and for the statistics."""
    return (Request("/main-page/blocks"), Request("/stats"))


def parse(bodies: Sequence[bytes]) -> Network:
    """Read the answers. `as_of` is the instant of the newest block."""
    blocks, body = bodies
    rows = decode(PROVIDER, blocks, _BLOCKS)
    known = [
        (height, instant_of_text(block.timestamp))
        for block in each(rows, _BLOCK)
        if (height := count(block.height)) is not None
    ]
    if not known:
        raise ProviderPayloadError(PROVIDER, "no block in the answer")
    height, at = max(known, key=lambda block: block[0])
    stats = decode(PROVIDER, body, _STATS)
    gas = stats.gas_prices
    return Network(
        latest_block=height,
        transactions_a_day=count(stats.transactions_today) or None,
        fees=None if gas is None else fee_rates(gas.slow, gas.average, gas.fast, "gwei"),
        as_of=at,
    )


def request_transactions() -> Request:
    """Ask for the number of transactions of each of the last days."""
    return Request("/stats/charts/transactions")


def parse_transactions(body: bytes) -> Figure:
    """Read the transactions of the newest day. `as_of` is its beginning."""
    known: list[tuple[datetime, int]] = []
    for day in each(decode(PROVIDER, body, _CHART).chart_data, _DAY):
        at, figure = instant_of_text(f"{day.date}T00:00:00Z"), count(day.transactions_count) or count(day.tx_count)
        if at is not None and figure:
            known.append((at, figure))
    if not known:
        raise ProviderPayloadError(PROVIDER, "no day in the chart")
    newest, value = max(known)
    return Figure("ethereum", value, newest)


ADAPTERS: Final[Mapping[str, Adapter[Any]]] = MappingProxyType(
    {
        "blockscout.network": Adapter(lambda _: requests(), parse),
        "blockscout.transactions": single(request_transactions, parse_transactions),
    }
)
