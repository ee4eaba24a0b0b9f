"""Link: one connection, its commands and their replies."""

from __future__ import annotations

import asyncio
import itertools
import json
from typing import TYPE_CHECKING

from websockets.exceptions import ConnectionClosed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from websockets.asyncio.client import ClientConnection

    from .frame import Frame

__all__ = ["Link", "LinkLost"]

_UNASKED = "source_unavailable"


class LinkLost(Exception):
    """The connection ended before the reply came."""


class Link:
    """A connection. Who reads from it hands the frames to `answer`, and calls `lose` at the end."""

    def __init__(self, socket: ClientConnection, max_message_bytes: int) -> None:
        now = asyncio.get_running_loop().time()
        self.socket = socket
        self.opened_at = now
        """When it began, by the loop's clock."""
        self.heard_at = now
        """When the newest frame came."""
        self.greeting: Frame | None = None
        """The first frame, once it has come."""
        self.greeted = asyncio.Event()
        """Set when the greeting has come, or never will."""
        self.dropped: str | None = None
        """Why this side ended it."""
        self._max_message_bytes = max_message_bytes
        self._ids = itertools.count(1)
        self._pending: dict[str, asyncio.Future[Frame | None]] = {}
        self._is_lost = False

    async def ask(self, action: str, fields: Mapping[str, object]) -> Frame:
        """Send a command and return its reply.

        Raises LinkLost, and ValueError or TypeError when the command is no JSON or too long for the gateway.
        """
        request_id = str(next(self._ids))
        text = json.dumps({"action": action, **fields, "request_id": request_id}, allow_nan=False, ensure_ascii=False)
        length = len(text.encode())
        if length > self._max_message_bytes:
            raise ValueError(f"`{action}` is {length} bytes long; the gateway takes {self._max_message_bytes}")
        if self._is_lost:
            raise LinkLost
        reply: asyncio.Future[Frame | None] = asyncio.get_running_loop().create_future()
        self._pending[request_id] = reply
        try:
            await self.socket.send(text)
            frame = await reply
        except ConnectionClosed as error:
            raise LinkLost from error
        finally:
            del self._pending[request_id]
        if frame is None:
            raise LinkLost
        return frame

    def greet(self, frame: Frame) -> None:
        """Take the greeting."""
        self.greeting = frame
        self.greeted.set()

    def answer(self, frame: Frame) -> None:
        """Hand a frame to the command that it answers, if there is one.

        An error without an id answers a command that the gateway could not read, and replies come in order.
        """
        request_id = frame.request_id
        if request_id is None and frame.type == "error" and frame.data.get("code") != _UNASKED:
            request_id = next(iter(self._pending), None)
        reply = self._pending.get(request_id or "")
        if reply is not None and not reply.done():
            reply.set_result(frame)

    async def drop(self, reason: str) -> None:
        """End the connection from this side."""
        self.dropped = reason
        await self.socket.close()

    def lose(self) -> None:
        """Tell everybody who waits that nothing comes any more."""
        self._is_lost = True
        self.greeted.set()
        for reply in self._pending.values():
            if not reply.done():
                reply.set_result(None)
