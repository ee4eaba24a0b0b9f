from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from contracts.generated.catalog import ENDPOINTS
from tests.fakes.upgrade import upgrade
from tests.service.edge.edge import create_edge

if TYPE_CHECKING:
    from service.edge.adapter import EdgeAdapter


class Inner:
    """Stands for Litestar: remembers the scopes that reach it."""

    def __init__(self) -> None:
        self.scopes: list[dict[str, Any]] = []

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        self.scopes.append(scope)


async def knock(edge: EdgeAdapter, path: str) -> tuple[Inner, list[dict[str, Any]]]:
    """Ask for a WebSocket; return what reached Litestar and what was sent in answer."""
    inner, sent = Inner(), []
    edge.litestar = inner  # type: ignore[assignment]

    async def receive() -> dict[str, Any]:
        return {"type": "websocket.connect"}

    async def send(event: dict[str, Any]) -> None:
        sent.append(event)

    await edge(upgrade(path), receive, send)
    return inner, sent


@pytest.mark.parametrize("path", [*ENDPOINTS, "/ws/news/"])
async def test_an_address_of_the_contract_reaches_litestar(path: str) -> None:
    """Every address passes, with or without a slash at its end, and takes the server's own `send` with it."""
    inner, sent = await knock(create_edge(), path)

    assert sent == []
    assert inner.scopes[0]["gateway.passage"].guest.address == "203.0.113.9"


@pytest.mark.parametrize("path", ["", "/", "/ws/nothing", "/WS", "/ws/news/more"])
async def test_another_address_is_refused_with_those_there_are(path: str) -> None:
    """An unknown address is 404 and lists the addresses of the contract."""
    inner, (start, body) = await knock(create_edge(), path)

    assert inner.scopes == []
    assert start["status"] == 404
    assert msgspec.json.decode(body["body"])["endpoints"] == list(ENDPOINTS)


async def test_while_draining_nobody_comes_in() -> None:
    """A gateway that goes away answers 503 and when to try again."""
    edge = create_edge()
    edge.desk.draining = True
    inner, (start, _) = await knock(edge, "/ws")

    assert inner.scopes == []
    assert start["status"] == 503
    assert dict(start["headers"])[b"retry-after"] == b"1"


@pytest.mark.parametrize("kind", ["http", "lifespan"])
async def test_everything_else_is_handed_on(kind: str) -> None:
    """HTTP and the lifespan reach Litestar even while draining: probes must be answered."""
    edge, inner = create_edge(), Inner()
    edge.desk.draining = True
    edge.litestar = inner  # type: ignore[assignment]

    await edge({"type": kind, "path": "/health/live"}, None, None)  # type: ignore[arg-type]

    assert [scope["type"] for scope in inner.scopes] == [kind]
