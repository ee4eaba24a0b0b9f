"""Transfers on Bitcoin that wait for their block, from Blockchair: those of a million US dollars and more.

They are chosen by Blockchair's price. Only the sum of the outputs is known, change included.

Source: https://blockchair.com/api/docs (2026-08)
"""

from __future__ import annotations

from math import ceil
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import msgspec

from service.errors import ProviderPayloadError
from service.providers.adapter import Adapter, single
from service.providers.adapters.blockchair import PROVIDER, instant_told, read_envelope
from service.providers.http import Request
from service.providers.reading import Number, attempt, count, each
from service.providers.transfers import SATOSHIS, Transfer, Transfers

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["ADAPTERS", "parse", "request"]

LEAST_USD: Final = 1_000_000
MOST: Final = 100
FREE: Final = 10
"""So many rows are in the price; each one more adds a hundredth to it."""
COST: Final = ceil((2 + 1) * (1 + (MOST - FREE) / 100))
"""2 for the question and 1 for its condition, for so many rows."""


class _Row(msgspec.Struct):
    hash: str
    output_total: Number = None
    time: str = ""


_ROWS: Final = msgspec.json.Decoder(list[msgspec.Raw])
_ROW: Final = msgspec.json.Decoder(_Row)


def request() -> Request:
    """Ask for the newest hundred. That counts as six requests."""
    query = (("q", f"output_total_usd({LEAST_USD}..)"), ("s", "id(desc)"), ("limit", str(MOST)))
    return Request("/bitcoin/mempool/transactions", query=query, cost=COST)


def parse(body: bytes) -> Transfers:
    """Read the rows of the mempool. They are dated by their arrival."""
    rows = attempt(read_envelope(body).data, _ROWS)
    if rows is None:
        raise ProviderPayloadError(PROVIDER, "no rows in the answer")
    items = (_transfer(row) for row in each(rows, _ROW))
    return Transfers(tuple(item for item in items if item is not None), None)


def _transfer(row: _Row) -> Transfer | None:
    satoshis = count(row.output_total)
    if not satoshis:
        return None
    at = instant_told(row.time)
    return Transfer("bitcoin", row.hash, "BTC", satoshis / SATOSHIS, at=at, has_change=True)


ADAPTERS: Final[Mapping[str, Adapter[Any]]] = MappingProxyType({"blockchair.transfers": single(request, parse)})
