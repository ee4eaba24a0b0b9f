"""The ceiling: granian alone. Every send is started before any is awaited; nothing is kept for slow clients."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.bench.servers.embedding import embedded
from tests.bench.servers.server import PONG_TEXT

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, MutableMapping

    from tests.bench.servers.server import Server
    from tests.bench.update import Update

__all__ = ["create"]


class _Ceiling:
    def __init__(self) -> None:
        self._sends: dict[int, Callable[[Any], Awaitable[None]]] = {}
        self._flights: list[Awaitable[None]] = []

    async def serve(self, port: int) -> None:
        await embedded(self._app, port).serve()

    @property
    def clients(self) -> int:
        return len(self._sends)

    @property
    def busy(self) -> int:
        return 0

    async def publish(self, update: Update) -> None:
        event = {"type": "websocket.send", "text": update.text}
        self._flights = [send(event) for send in self._sends.values()]

    async def settle(self) -> None:
        for flight in self._flights:
            await flight

    async def _app(
        self,
        scope: MutableMapping[str, Any],
        receive: Callable[[], Awaitable[Any]],
        send: Callable[[Any], Awaitable[None]],
    ) -> None:
        message = await receive()
        if scope["type"] == "lifespan":
            while True:
                await send({"type": f"{message['type']}.complete"})
                message = await receive()
        await send({"type": "websocket.accept"})
        self._sends[id(scope)] = send
        pong = {"type": "websocket.send", "text": PONG_TEXT}
        try:
            while (await receive())["type"] == "websocket.receive":
                await send(pong)
        finally:
            del self._sends[id(scope)]


def create() -> Server:
    """Make the server."""
    return _Ceiling()
