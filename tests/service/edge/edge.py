"""Edge: the ASGI application around an idle hub, for tests without a server."""

from __future__ import annotations

from service.edge.adapter import EdgeAdapter
from service.edge.desk import Desk
from service.edge.routes import create_litestar
from service.gateway.hub import Hub
from tests.fakes.clock import FakeClock

__all__ = ["create_edge"]


def create_edge(*, max_message_bytes: int = 16_384) -> EdgeAdapter:
    """Make the edge of a demonstration that has not published yet."""
    desk = Desk(Hub(), FakeClock(), "demo", max_message_bytes)
    return EdgeAdapter(create_litestar(desk), desk)
