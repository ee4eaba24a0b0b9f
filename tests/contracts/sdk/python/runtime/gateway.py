"""Gateway: a server on a real socket that speaks the toy contract, and misbehaves when told to."""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from websockets.asyncio.server import serve

from tests.live.deadline import within

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from websockets.asyncio.server import Server, ServerConnection
    from websockets.http11 import Request, Response

__all__ = ["Gateway", "Visit", "running", "until"]

LOOPBACK = "127.0.0.1"
SCOPE = ("tick", "tock")


async def until(holds: Callable[[], object]) -> None:
    """Wait until something is true."""
    async with within():
        while not holds():  # noqa: ASYNC110  what is waited for has no event of its own
            await asyncio.sleep(0.005)


class Visit:
    """One connection, as the gateway sees it."""

    def __init__(self, socket: ServerConnection, subscriptions: set[str]) -> None:
        self.socket = socket
        self.subscriptions = subscriptions
        self.commands: list[dict[str, Any]] = []

    async def send(self, service: str, kind: str, /, **data: Any) -> None:
        """Send an event."""
        await self.socket.send(json.dumps({"service": service, "type": kind, "data": data}))


class Gateway:
    """The switches are read at each frame."""

    def __init__(self, *, auto: bool = False) -> None:
        self.auto = auto
        self.greets = True
        self.answers: Callable[[dict[str, Any]], bool] = lambda _command: True
        """Whether a command is answered."""
        self.refusal: Callable[[ServerConnection, Request], Response | None] = lambda _connection, _request: None
        """Answers a handshake in place of the gateway."""
        self.visits: list[Visit] = []
        """All connections, the newest last."""
        self.port = 0
        self._server: Server | None = None

    @property
    def url(self) -> str:
        """Where clients connect."""
        return f"ws://{LOOPBACK}:{self.port}"

    @property
    def visit(self) -> Visit:
        """The newest connection."""
        return self.visits[-1]

    async def start(self) -> None:
        """Listen, on the same port as before."""
        self._server = await serve(
            self._serve,
            LOOPBACK,
            self.port,
            compression=None,
            ping_interval=None,
            process_request=self._judge,
        )
        self.port = next(iter(self._server.sockets)).getsockname()[1]

    async def stop(self, code: int = 1012) -> None:
        """Close every connection and listen no more."""
        assert self._server is not None
        self._server.close(code=code)
        await self._server.wait_closed()

    async def publish(self, service: str, n: int = 0, **data: Any) -> None:
        """Send an update to the newest connection, subscribed or not."""
        await self.visit.send(service, "update", n=n, **data)

    async def visited(self, times: int) -> None:
        """Wait until so many connections have been made."""
        await until(lambda: len(self.visits) >= times)

    def _judge(self, connection: ServerConnection, request: Request) -> Response | None:
        return self.refusal(connection, request)

    async def _serve(self, socket: ServerConnection) -> None:
        visit = Visit(socket, set(SCOPE) if self.auto else set())
        self.visits.append(visit)
        if self.greets:
            await visit.send("system", "connection_established", subscriptions=sorted(visit.subscriptions))
        async for text in socket:
            command = json.loads(text)
            visit.commands.append(command)
            if self.answers(command):
                await self.answer(visit, command)

    async def answer(self, visit: Visit, command: dict[str, Any]) -> None:
        """Carry out a command and reply."""
        action, service = command["action"], command.get("service", "")
        echo = {"request_id": command["request_id"]}
        if action == "ping":
            await visit.send("system", "pong", **command.get("data", {}), **echo)
            return
        topics = SCOPE if service == "all" else (service,)
        if not {*topics} <= {*SCOPE, "system"}:
            data = {"code": "invalid_service", "message": f"Invalid service: {service}", "hint": "tick"}
            await visit.send("system", "error", **data, **echo)
            return
        change = visit.subscriptions.update if action == "subscribe" else visit.subscriptions.difference_update
        change(topics)
        kind = "subscription_confirmed" if action == "subscribe" else "unsubscription_confirmed"
        await visit.send("system", kind, service=service, subscriptions=sorted(visit.subscriptions), **echo)


@asynccontextmanager
async def running(*, auto: bool = False) -> AsyncIterator[Gateway]:
    """Run a gateway until the block ends."""
    gateway = Gateway(auto=auto)
    await gateway.start()
    try:
        yield gateway
    finally:
        await gateway.stop()
