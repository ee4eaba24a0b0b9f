"""Caller: the client's side of one ASGI request, recorded."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from litestar.types import HTTPReceiveMessage, Message

__all__ = ["Caller"]


class Caller:
    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []
        self._left = asyncio.Event()
        self._has_asked = False

    def leave(self) -> None:
        """Close the connection."""
        self._left.set()

    async def receive(self) -> HTTPReceiveMessage:
        """Give the request once, and then nothing until the caller leaves."""
        if not self._has_asked:
            self._has_asked = True
            return {"type": "http.request", "body": b"", "more_body": False}
        await self._left.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        """Keep what the application sends."""
        self.messages.append(cast("dict[str, Any]", message))

    @property
    def headers(self) -> dict[str, str]:
        """The headers of the answer."""
        return {name.decode(): value.decode() for name, value in self.messages[0]["headers"]}

    @property
    def body(self) -> bytes:
        """The part of the body that was sent."""
        return b"".join(message["body"] for message in self.messages[1:])

    @property
    def is_whole(self) -> bool:
        """Whether the answer has its end."""
        return bool(self.messages) and self.messages[-1].get("more_body") is False
