"""Connection: the way to one client, over the server's own `send`.

On granian a send starts when it is called, not when it is awaited; so a frame goes to a thousand idle clients without a
single wait, and the completions come back as callbacks. A client whose send has not completed gets its frames through
the outbox. On a server whose `send` is a coroutine function a task stands in for that.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import structlog

from contracts.generated.catalog import CLOSE_CODES
from service.gateway.outbox import Outbox

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from contracts.generated.catalog import CloseCode
    from service.envelope import Frame

__all__ = ["CLOSE_TIMEOUT_S", "Connection"]

CLOSE_TIMEOUT_S = 1.0
"""How long a client may take for what waits, and then for its close frame."""

_log = structlog.get_logger(__name__)


class Connection:
    """One client's socket. Implements service.gateway.hub.Receiver."""

    __slots__ = ("_idle", "_in_flight", "_is_open", "_outbox", "_reader", "_send", "closing", "sent")

    def __init__(self, send: Callable[[Mapping[str, object]], Any], reader: asyncio.Task[Any]) -> None:
        self.closing: CloseCode | None = None
        """Why the gateway closes it, None as long as it does not."""
        self.sent = 0
        """Frames handed to the server."""
        self._send = send
        self._reader = reader
        self._outbox = Outbox()
        self._is_open = False
        self._in_flight: Any = None
        self._idle: asyncio.Future[None] | None = None

    @property
    def conflated(self) -> int:
        """Updates that this client was too slow to get."""
        return self._outbox.conflated

    def answer(self, frame: Frame) -> None:
        """Send a reply, after those before it. A client that lets too many pile up is closed."""
        if self._in_flight is None:
            self._start(frame)
        elif not self._outbox.reply(frame):
            self.close(CLOSE_CODES["try_again_later"])

    def push(self, frame: Frame) -> None:
        """Send an update, or keep it in place of an older unsent one."""
        if self._in_flight is None:
            self._start(frame)
        else:
            self._outbox.update(frame)

    def forget(self, topic: str) -> None:
        """Drop an unsent update of this topic."""
        self._outbox.forget(topic)

    def open(self) -> None:
        """Note that the handshake is done."""
        self._is_open = True
        if self.closing is not None:
            self._reader.cancel()

    def close(self, code: CloseCode) -> None:
        """Ask for the end; of a client in its handshake, as soon as that is done: before, there is no close frame.

        granian's close hangs while a receive is pending, so the reader is stopped first and closes then.
        """
        if self.closing is None:
            self.closing = code
            if self._is_open:
                self._reader.cancel()

    async def finish(self, code: CloseCode) -> None:
        """Send what waits and then the close frame. A client that takes them too slowly is cut off.

        granian lets a socket go when its close is cancelled, but not while a send holds it.
        """
        try:
            async with asyncio.timeout(CLOSE_TIMEOUT_S):
                await self._emptied()
        except TimeoutError:
            if hasattr(self._in_flight, "cancel"):
                self._in_flight.cancel()
        try:
            async with asyncio.timeout(CLOSE_TIMEOUT_S):
                await self._send({"type": "websocket.close", "code": code.code, "reason": code.name})
        except TimeoutError:
            _log.debug("client took no close frame", code=code.code)

    async def _emptied(self) -> None:
        if self._in_flight is not None:
            self._idle = asyncio.get_running_loop().create_future()
            await self._idle

    def _start(self, frame: Frame) -> None:
        self.sent += 1
        flight = self._send(frame.event)
        if asyncio.iscoroutine(flight):
            flight = asyncio.get_running_loop().create_task(flight, name="send")
        self._in_flight = flight
        if hasattr(flight, "add_done_callback"):
            flight.add_done_callback(self._sent)
        # Otherwise the socket is closed (granian then returns an empty awaitable): it stays in flight for ever.

    def _sent(self, flight: Any) -> None:
        if flight.cancelled() or flight.exception() is not None:
            return
        frame = self._outbox.take()
        if frame is not None:
            self._start(frame)
            return
        self._in_flight = None
        if self._idle is not None and not self._idle.done():
            self._idle.set_result(None)
