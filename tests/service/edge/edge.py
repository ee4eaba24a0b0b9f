"""Edge: the ASGI application around an idle hub, for tests without a server."""

from __future__ import annotations

from typing import Any, TypeAlias

from litestar import Litestar
from litestar.testing import TestClient

from service.edge.adapter import EdgeAdapter
from service.edge.desk import Desk
from service.edge.policy import Policy
from service.edge.routes import create_litestar
from service.gateway.hub import Hub
from tests.fakes.clock import FakeClock

__all__ = ["Client", "create_edge", "requests"]

Client: TypeAlias = TestClient[Litestar]


def create_edge(*, max_message_bytes: int = 16_384) -> EdgeAdapter:
    """Make the edge of a demonstration that has not published yet."""
    desk = Desk(Hub(), FakeClock(), "demo", policy=Policy(max_message_bytes=max_message_bytes))
    return EdgeAdapter(create_litestar(desk), desk)


def requests(edge: EdgeAdapter, *, raises: bool = True) -> Client:
    """Make a client that asks an edge without a server in between; it wants a Litestar, and takes what behaves so."""
    app: Any = edge
    return TestClient(app, raise_server_exceptions=raises)
