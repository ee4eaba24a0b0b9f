"""Blockchain.com: the Bitcoin network by its statistics, and single figures by its charts, one value a day.

Source: https://www.blockchain.com/explorer/api/charts_api (2026-08)
"""

from __future__ import annotations

from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import msgspec

from service.errors import ProviderPayloadError
from service.providers.adapter import Adapter, single
from service.providers.figure import Figure
from service.providers.http import Request
from service.providers.network import Network
from service.providers.reading import Number, amount, count, decode, each, instant, line, number, price

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["ADAPTERS", "CHARTS", "PROVIDER", "parse_chart", "parse_stats", "request_chart", "request_stats"]

PROVIDER: Final = "blockchain_info"

CHARTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "blockchain_info.addresses": "n-unique-addresses",
        "blockchain_info.fees": "transaction-fees-usd",
        "blockchain_info.transactions": "n-transactions",
    }
)
"""Blockchain.com's names of the charts, by the names of the adapters."""

GIGA: Final = 1e9
"""The hash rate is in GH/s."""


class _Stats(msgspec.Struct):
    n_blocks_total: Number = None
    hash_rate: Number = None
    difficulty: Number = None
    n_tx: Number = None
    timestamp: Number = None


class _Chart(msgspec.Struct):
    status: str
    error: str = ""
    values: list[msgspec.Raw] = []


class _Point(msgspec.Struct):
    x: Number = None
    y: Number = None


_STATS: Final = msgspec.json.Decoder(_Stats)
_CHART: Final = msgspec.json.Decoder(_Chart)
_POINT: Final = msgspec.json.Decoder(_Point)


def request_stats() -> Request:
    """Ask for the statistics."""
    return Request("/stats")


def parse_stats(body: bytes) -> Network:
    """Read the statistics. They know neither the mempool nor fee rates."""
    stats = decode(PROVIDER, body, _STATS)
    height = count(stats.n_blocks_total)
    if height is None:
        raise ProviderPayloadError(PROVIDER, "no height in the answer")
    rate, at_ms = price(stats.hash_rate), number(stats.timestamp)
    return Network(
        latest_block=height,
        hashrate=None if rate is None else amount(rate * GIGA),
        difficulty=price(stats.difficulty),
        transactions_a_day=count(stats.n_tx),
        as_of=instant(None if at_ms is None else at_ms / 1000),
    )


def request_chart(chart: str) -> Request:
    """Ask for the last days of a chart."""
    return Request(f"/charts/{chart}", query=(("timespan", "5days"), ("format", "json")))


def parse_chart(body: bytes) -> Figure:
    """Read the newest value of a chart of Bitcoin. `as_of` is the beginning of its day."""
    chart = decode(PROVIDER, body, _CHART)
    if chart.status != "ok":
        raise ProviderPayloadError(PROVIDER, line(": ".join(filter(None, (chart.status, chart.error)))))
    known = [
        (at, value)
        for point in each(chart.values, _POINT)
        if (at := instant(number(point.x))) is not None and (value := amount(point.y)) is not None
    ]
    if not known:
        raise ProviderPayloadError(PROVIDER, "no value in the chart")
    at, value = max(known)
    return Figure("bitcoin", value, at)


ADAPTERS: Final[Mapping[str, Adapter[Any]]] = MappingProxyType(
    {
        "blockchain_info.network": single(request_stats, parse_stats),
        **{name: single(partial(request_chart, chart), parse_chart) for name, chart in CHARTS.items()},
    }
)
