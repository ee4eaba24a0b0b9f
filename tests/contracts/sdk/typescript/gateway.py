"""Gateway: a small WebSocket server whose side of each conversation a test speaks itself."""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager
from itertools import count
from typing import TYPE_CHECKING, Any

from websockets.asyncio.server import serve
from websockets.exceptions import ConnectionClosed

from tests.live.deadline import within

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from http import HTTPStatus

    from websockets.asyncio.server import Server, ServerConnection
    from websockets.http11 import Request, Response

__all__ = ["Conversation", "Gateway", "gateway_on"]

LOOPBACK = "127.0.0.1"
REPLIES = {
    "subscribe": "subscription_confirmed",
    "unsubscribe": "unsubscription_confirmed",
    "get_status": "status",
    "ping": "pong",
}


class Conversation:
    """One connection, seen from the gateway."""

    def __init__(self, socket: ServerConnection, ticks: Iterator[int]) -> None:
        self.last: str | bytes = ""
        """The newest frame that was sent."""
        self._socket = socket
        self._ticks = ticks

    @property
    def target(self) -> str:
        """The path and the query that the client asked for."""
        assert self._socket.request is not None
        return self._socket.request.path

    async def send(self, service: str, kind: str, /, **data: object) -> None:
        """Send an event; each has a later timestamp than all before."""
        minute, second = divmod(next(self._ticks), 60)
        timestamp = f"2026-11-23T10:{minute:02}:{second:02}.000Z"
        await self.send_raw(json.dumps({"service": service, "type": kind, "data": data, "timestamp": timestamp}))

    async def send_raw(self, frame: str | bytes) -> None:
        """Send anything."""
        self.last = frame
        await self._socket.send(frame)

    async def greet(self) -> None:
        """Send what every conversation begins with."""
        await self.send("system", "connection_established", client_id="client_1_1")

    async def update(self, service: str, /, **data: object) -> None:
        """Publish an update."""
        await self.send(service, "update", **data)

    async def command(self) -> dict[str, Any]:
        """Return the next command of the client."""
        async with within():
            command: dict[str, Any] = json.loads(await self._socket.recv())
        return command

    async def confirm(self, command: dict[str, Any], /, **data: object) -> None:
        """Answer a command as the contract asks."""
        await self.send("system", REPLIES[command["action"]], request_id=command.get("request_id"), **data)

    async def refuse(self, command: dict[str, Any], code: str, /, **data: object) -> None:
        """Answer a command with an error."""
        await self.send("system", "error", request_id=command["request_id"], code=code, message=f"no: {code}", **data)

    async def carry_out(self, count: int) -> list[str]:
        """Confirm the next commands, and return what they were, such as `subscribe news`."""
        seen = []
        for _ in range(count):
            command = await self.command()
            await self.confirm(command)
            seen.append(" ".join(filter(None, (command["action"], command.get("service")))))
        return seen

    async def close(self, code: int, reason: str = "") -> None:
        """Close with a code."""
        await self._socket.close(code, reason)

    def cut(self) -> None:
        """End without a word."""
        self._socket.transport.abort()

    def freeze(self) -> None:
        """Read nothing any more, as a gateway that hangs."""
        self._socket.transport.pause_reading()

    async def ending(self) -> int | None:
        """Wait until the client ends it, and return the code."""
        async with within():
            try:
                while True:
                    await self._socket.recv()
            except ConnectionClosed:
                return self._socket.close_code


class Gateway:
    """Where clients connect. Each connection waits until the test takes it."""

    def __init__(self) -> None:
        self._arrivals: asyncio.Queue[Conversation] = asyncio.Queue()
        self._ticks = count()
        self._server: Server
        self.is_polite = False
        """Whether it greets by itself."""
        self.refusal: HTTPStatus | None = None
        """What it answers handshakes with instead of an upgrade."""
        self.refused: list[ServerConnection] = []
        """The connections that it answered so."""

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"ws://{LOOPBACK}:{next(iter(self._server.sockets)).getsockname()[1]}"

    @property
    def waiting(self) -> int:
        """How many connections nobody has taken."""
        return self._arrivals.qsize()

    async def arrival(self) -> Conversation:
        """Return the next connection, not greeted yet."""
        async with within():
            return await self._arrivals.get()

    async def greeted(self) -> Conversation:
        """Return the next connection, greeted."""
        conversation = await self.arrival()
        await conversation.greet()
        return conversation

    def _judge(self, socket: ServerConnection, _request: Request) -> Response | None:
        if self.refusal is None:
            return None
        self.refused.append(socket)
        return socket.respond(self.refusal, "")

    async def _handle(self, socket: ServerConnection) -> None:
        conversation = Conversation(socket, self._ticks)
        await self._arrivals.put(conversation)
        if self.is_polite:
            await conversation.greet()
        await socket.wait_closed()


@asynccontextmanager
async def gateway_on(port: int = 0) -> AsyncIterator[Gateway]:
    """Run a gateway until the block ends."""
    gateway = Gateway()
    async with serve(
        *(gateway._handle, LOOPBACK, port), process_request=gateway._judge, ping_interval=None, close_timeout=0.1
    ) as server:
        gateway._server = server
        yield gateway
        async with within():
            for socket in gateway.refused:
                await socket.wait_closed()
