"""Litestar as one writes it first: the text is encoded once, and each client is awaited in turn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Litestar, WebSocket, websocket
from litestar.exceptions import WebSocketDisconnect

from tests.bench.servers.embedding import embedded
from tests.bench.servers.server import PONG_TEXT

if TYPE_CHECKING:
    from tests.bench.servers.server import Server
    from tests.bench.update import Update

__all__ = ["create"]


class _LitestarLoop:
    def __init__(self) -> None:
        self._sockets: set[WebSocket[Any, Any, Any]] = set()

    async def serve(self, port: int) -> None:
        @websocket("/ws/market_data")
        async def converse(socket: WebSocket[Any, Any, Any]) -> None:
            await socket.accept()
            self._sockets.add(socket)
            try:
                while True:
                    await socket.receive_text()
                    await socket.send_text(PONG_TEXT)
            except WebSocketDisconnect:
                pass
            finally:
                self._sockets.discard(socket)

        await embedded(Litestar([converse], logging_config=None), port).serve()

    @property
    def clients(self) -> int:
        return len(self._sockets)

    @property
    def busy(self) -> int:
        return 0

    async def publish(self, update: Update) -> None:
        for socket in list(self._sockets):
            await socket.send_text(update.text)

    async def settle(self) -> None:
        """Do nothing: `publish` has waited already."""


def create() -> Server:
    """Make the server."""
    return _LitestarLoop()
