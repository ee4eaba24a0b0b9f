"""Client: a WebSocket client that judges every frame by the contract on receipt."""

from __future__ import annotations

import json
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from tests.live.deadline import within

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from websockets.asyncio.client import ClientConnection

    from contracts.validator import Validator

__all__ = ["Client", "Event", "connected", "is_reply"]

Event = dict[str, Any]

REPLIES = {"subscription_confirmed", "unsubscription_confirmed", "status", "pong", "error"}


def is_reply(event: Event) -> bool:
    """Whether a command was answered by it; the error of a service without data comes unasked."""
    return event["type"] in REPLIES and event["data"].get("code") != "source_unavailable"


class Client:
    """One connection, its greeting already received."""

    def __init__(self, socket: ClientConnection, path: str, validator: Validator) -> None:
        self.established: Event = {}
        """The greeting."""
        self._socket = socket
        self._path = path
        self._validator = validator

    async def receive(self) -> Event:
        """Return the next frame. Raises ConnectionClosed when there is none."""
        async with within():
            text = await self._socket.recv()
        assert isinstance(text, str)
        verdict = self._validator.event(self._path.rstrip("/"), text)
        assert verdict, [str(violation) for violation in verdict.violations] + [text]
        event: Event = verdict.value
        return event

    async def send(self, command: Mapping[str, object] | str | bytes) -> None:
        """Send a command, or whatever else, as it is."""
        await self._socket.send(command if isinstance(command, str | bytes) else json.dumps(command))

    async def reply(self) -> Event:
        """Return the next reply; what comes unasked is passed over."""
        while not is_reply(event := await self.receive()):
            pass
        return event

    async def do(self, action: str, **fields: object) -> Event:
        """Give a command and return its reply."""
        await self.send({"action": action, **fields})
        return await self.reply()

    async def update(self, service: str = "market_data") -> Event:
        """Return the next update of a service; all else is passed over."""
        while True:
            event = await self.receive()
            if event["type"] == "update" and event["service"] == service:
                return event

    async def close_code(self) -> int | None:
        """Read to the end and return the code with which the gateway closed."""
        try:
            while True:
                await self.receive()
        except ConnectionClosed:
            return self._socket.close_code


@asynccontextmanager
async def connected(url: str, path: str, validator: Validator) -> AsyncIterator[Client]:
    """Connect to an address and take the greeting."""
    async with connect(url + path, proxy=None, compression=None, ping_interval=None) as socket:
        client = Client(socket, path, validator)
        client.established = await client.receive()
        assert client.established["type"] == "connection_established"
        yield client
