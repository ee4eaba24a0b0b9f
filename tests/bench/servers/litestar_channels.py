"""Litestar's ChannelsPlugin: a queue and a task for each client."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from litestar import Litestar, WebSocket, websocket
from litestar.channels import ChannelsPlugin
from litestar.channels.backends.memory import MemoryChannelsBackend
from litestar.exceptions import WebSocketDisconnect

from tests.bench.servers.embedding import embedded
from tests.bench.servers.server import PONG_TEXT
from tests.bench.update import TOPIC

if TYPE_CHECKING:
    from tests.bench.servers.server import Server
    from tests.bench.update import Update

__all__ = ["create"]


class _LitestarChannels:
    def __init__(self) -> None:
        self._channels = ChannelsPlugin(MemoryChannelsBackend(), channels=[TOPIC])
        self._clients = 0
        self._unsent = 0
        self._sent = asyncio.Event()

    async def serve(self, port: int) -> None:
        @websocket("/ws/market_data")
        async def converse(socket: WebSocket[Any, Any, Any]) -> None:
            async def forward(message: bytes) -> None:
                await socket.send_text(message.decode())
                self._unsent -= 1
                if not self._unsent:
                    self._sent.set()

            await socket.accept()
            async with (
                self._channels.start_subscription([TOPIC]) as subscriber,
                subscriber.run_in_background(forward, join=False),
            ):
                self._clients += 1
                try:
                    while True:
                        await socket.receive_text()
                        await socket.send_text(PONG_TEXT)
                except WebSocketDisconnect:
                    pass
                finally:
                    self._clients -= 1

        application = Litestar([converse], plugins=[self._channels], logging_config=None)
        await embedded(application, port).serve()

    @property
    def clients(self) -> int:
        return self._clients

    @property
    def busy(self) -> int:
        return 0

    async def publish(self, update: Update) -> None:
        self._unsent += self._clients
        self._sent.clear()
        await self._channels.wait_published(update.text, [TOPIC])

    async def settle(self) -> None:
        await self._sent.wait()


def create() -> Server:
    """Make the server."""
    return _LitestarChannels()
