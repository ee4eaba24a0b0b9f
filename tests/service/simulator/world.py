"""A market for tests, with every provider's coins."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import msgspec

from service.simulator.coins import load_coins
from service.simulator.http import Ask
from service.simulator.market import Market, Snapshot

if TYPE_CHECKING:
    from service.simulator.upstream import Upstream

__all__ = ["AT", "ask", "body", "shape", "snapshot"]

AT = datetime(2026, 11, 23, 10, 30, tzinfo=UTC)


def snapshot(venue: str, *, seed: int = 7, second: int = 0) -> Snapshot:
    return Snapshot(Market(seed, load_coins()), second, AT, venue)


def ask(path: str, *query: tuple[str, str], **headers: str) -> Ask:
    return Ask(path, query, {name.replace("_", "-"): value for name, value in headers.items()})


def body(upstream: Upstream, path: str, *query: tuple[str, str]) -> Any:
    """Return what an answer with HTTP 200 says."""
    reply = upstream.answer(ask(path, *query), snapshot(upstream.name))

    assert reply.status == 200
    return msgspec.json.decode(reply.body)


def shape(row: dict[str, Any]) -> dict[str, str]:
    """Return the names of the fields, each with the name of its type."""
    return {name: type(value).__name__ for name, value in row.items()}
