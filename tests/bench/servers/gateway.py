"""The gateway: its edge, its Litestar application and its hub, with the benchmark in place of the publishers."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from contracts.generated.catalog import LIMITS
from service.clock import SystemClock
from service.edge.adapter import EdgeAdapter
from service.edge.desk import Desk
from service.edge.policy import Policy
from service.edge.routes import create_litestar
from service.edge.server import embedded, watch
from service.envelope import Frame
from service.gateway.hub import Hub
from service.logs import configure_logs
from service.settings import Settings
from tests.bench.servers.server import LOOPBACK

if TYPE_CHECKING:
    from tests.bench.servers.server import Server
    from tests.bench.update import Update

__all__ = ["create"]


ENOUGH = 1_000_000
POLICY = Policy(
    limits=replace(
        LIMITS,
        commands_per_s=ENOUGH,
        commands_at_once=ENOUGH,
        connections_per_address=ENOUGH,
        handshakes_per_s=ENOUGH,
        handshakes_at_once=ENOUGH,
    ),
    max_connections=ENOUGH,
)
"""All clients of a benchmark come from one address."""


class _Gateway:
    def __init__(self) -> None:
        configure_logs(Settings())
        self._desk = Desk(Hub(), SystemClock(), "demo", policy=POLICY)

    async def serve(self, port: int) -> None:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(watch(self._desk, port), name="watch")
            await embedded(EdgeAdapter(create_litestar(self._desk), self._desk), LOOPBACK, port).serve()

    @property
    def clients(self) -> int:
        return self._desk.hub.total_clients

    @property
    def busy(self) -> int:
        return sum(not connection.is_idle for connection in self._desk.connections)

    async def publish(self, update: Update) -> None:
        event = {"type": "websocket.send", "text": update.text}
        self._desk.hub.publish(Frame("update", update.topic, update.text, event, len(update.text)))

    async def settle(self) -> None:
        for connection in list(self._desk.connections):
            if not connection.is_idle:
                await connection.emptied()


def create() -> Server:
    """Make the server."""
    return _Gateway()
