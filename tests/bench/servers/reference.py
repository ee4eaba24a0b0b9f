"""FastAPI on uvicorn in the shape of the reference implementation: under a lock, each client gets its own JSON."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import uvicorn  # type: ignore[import-not-found, unused-ignore]  # only the group `bench` installs it
from fastapi import (  # type: ignore[import-not-found, unused-ignore]  # as uvicorn
    FastAPI,
    WebSocket,
    WebSocketDisconnect,
)

from tests.bench.servers.server import LOOPBACK, PONG

if TYPE_CHECKING:
    from tests.bench.servers.server import Server
    from tests.bench.update import Update

__all__ = ["create"]


class _Reference:
    def __init__(self) -> None:
        self._sockets: set[WebSocket] = set()
        self._lock = asyncio.Lock()

    async def serve(self, port: int) -> None:
        application = FastAPI()
        application.add_api_websocket_route("/ws/market_data", self._converse)
        await uvicorn.Server(uvicorn.Config(application, LOOPBACK, port, log_level="warning")).serve()

    @property
    def clients(self) -> int:
        return len(self._sockets)

    @property
    def busy(self) -> int:
        return 0

    async def publish(self, update: Update) -> None:
        async with self._lock:
            for socket in list(self._sockets):
                await socket.send_json(update.event)

    async def settle(self) -> None:
        """Do nothing: `publish` has waited already."""

    async def _converse(self, socket: WebSocket) -> None:
        await socket.accept()
        async with self._lock:
            self._sockets.add(socket)
        try:
            while True:
                await socket.receive_json()
                await socket.send_json(PONG)
        except WebSocketDisconnect:
            pass
        finally:
            self._sockets.discard(socket)


def create() -> Server:
    """Make the server."""
    return _Reference()
