"""ServerSend: the `send` of an ASGI server that starts when it is called, as granian's does."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["ServerSend"]

TURNS = 5
"""Loop turns until whoever awaits a send, or follows it, has run."""


class ServerSend:
    """Keeps what was handed over. Each send stays in flight until the test says that it has completed."""

    def __init__(self) -> None:
        self.events: list[Mapping[str, Any]] = []
        self.flights: list[asyncio.Future[None]] = []

    def __call__(self, event: Mapping[str, Any]) -> asyncio.Future[None]:
        """Start to send."""
        self.events.append(event)
        self.flights.append(asyncio.get_running_loop().create_future())
        return self.flights[-1]

    @property
    def texts(self) -> list[str]:
        """The frames, in the order in which they were handed over."""
        return [event["text"] for event in self.events if event["type"] == "websocket.send"]

    async def complete(self, count: int = 1) -> None:
        """Let so many sends complete, one after the other, as soon as they are in flight."""
        for _ in range(count):
            next(flight for flight in self.flights if not flight.done()).set_result(None)
            for _ in range(TURNS):
                await asyncio.sleep(0)
