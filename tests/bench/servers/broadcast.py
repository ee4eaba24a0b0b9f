"""The `websockets` library with its `broadcast`: one encoded text, written to every transport at once."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from websockets.asyncio.server import broadcast, serve

from tests.bench.servers.server import BACKLOG, LOOPBACK, PONG_TEXT

if TYPE_CHECKING:
    from websockets.asyncio.server import ServerConnection

    from tests.bench.servers.server import Server
    from tests.bench.update import Update

__all__ = ["create"]


class _Broadcast:
    def __init__(self) -> None:
        self._sockets: set[ServerConnection] = set()

    async def serve(self, port: int) -> None:
        async with serve(self._converse, LOOPBACK, port, compression=None, backlog=BACKLOG) as server:
            await server.serve_forever()

    @property
    def clients(self) -> int:
        return len(self._sockets)

    @property
    def busy(self) -> int:
        return 0

    async def publish(self, update: Update) -> None:
        broadcast(self._sockets, update.text)

    async def settle(self) -> None:
        for socket in list(self._sockets):
            while socket.transport.get_write_buffer_size():  # noqa: ASYNC110  nothing tells of it
                await asyncio.sleep(0)

    async def _converse(self, socket: ServerConnection) -> None:
        self._sockets.add(socket)
        try:
            async for _ in socket:
                await socket.send(PONG_TEXT)
        finally:
            self._sockets.discard(socket)


def create() -> Server:
    """Make the server."""
    return _Broadcast()
