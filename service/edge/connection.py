"""Connection: the way to one client, over the server's own `send`.

On granian a send starts when it is called, not when it is awaited; so a frame goes to a thousand idle clients without a
single wait. Nobody is called back when it completes: the next frame looks whether it has. Only for a client that has
not taken the one before, a callback is asked for; what waits in the outbox then follows. On a server whose `send` is a
coroutine function a task stands in for that.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import structlog

from contracts.generated.catalog import CLOSE_CODES
from service.edge.traffic import Traffic
from service.gateway.outbox import Outbox

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from contracts.generated.catalog import CloseCode
    from service.envelope import Frame

__all__ = ["CLOSE_TIMEOUT_S", "Connection"]

CLOSE_TIMEOUT_S = 2.0
"""How long a client may take for what waits, and then for its close frame."""

_log = structlog.get_logger(__name__)


class Connection:
    """One client's socket. Implements service.gateway.hub.Receiver."""

    __slots__ = (
        "_emptied",
        "_in_flight",
        "_is_followed",
        "_is_open",
        "_outbox",
        "_reader",
        "_send",
        "_traffic",
        "client_id",
        "closing",
        "peer",
        "reason",
        "received",
        "sent",
    )

    def __init__(
        self,
        send: Callable[[Mapping[str, object]], Any],
        reader: asyncio.Task[Any],
        peer: tuple[str, int] = ("", 0),
        traffic: Traffic | None = None,
    ) -> None:
        self.peer = peer
        """Address and port at the other end of the TCP connection."""
        self.client_id = ""
        """Who it is, once greeted."""
        self.received = 0
        """Whole messages of the client."""
        self.closing: CloseCode | None = None
        """How the gateway closes it, None as long as it does not."""
        self.reason: str | None = None
        """Why it closes it, where that says more than the code."""
        self.sent = 0
        """Frames handed to the server."""
        self._traffic = traffic or Traffic()
        self._send = send
        self._reader = reader
        self._outbox = Outbox()
        self._is_open = False
        self._in_flight: Any = None
        """The send that was started last; whether it has completed, only it knows."""
        self._is_followed = False
        """Whether a callback tells of its completion; what waits then goes first. A cancelled send is followed."""
        self._emptied: asyncio.Future[None] | None = None

    @property
    def conflated(self) -> int:
        """Updates that this client was too slow to get."""
        return self._outbox.conflated

    @property
    def is_idle(self) -> bool:
        """Whether the server has taken all that was handed to it."""
        flight = self._in_flight
        return flight is None or (not self._is_followed and flight.done() and flight.exception() is None)

    def answer(self, frame: Frame) -> None:
        """Send a reply, after those before it. A client that lets too many pile up is closed."""
        if self.closing is not None:
            return
        if self.is_idle:
            self._start(frame)
        elif self._outbox.reply(frame):
            self._follow()
        else:
            self.close(CLOSE_CODES["try_again_later"])

    def push(self, frame: Frame) -> None:
        """Send an update, or keep it in place of an older unsent one.

        To whom is being closed nothing new is sent: the reply that it belongs to may be what there was no room for.
        """
        if self.closing is not None:
            return
        if self.is_idle:
            self._start(frame)
        else:
            self._outbox.update(frame)
            self._follow()

    def forget(self, topic: str) -> None:
        """Drop an unsent update of this topic."""
        self._outbox.forget(topic)

    def open(self) -> None:
        """Note that the handshake is done."""
        self._is_open = True
        if self.closing is not None:
            self._reader.cancel()

    def close(self, code: CloseCode, reason: str | None = None) -> None:
        """Ask for the end; of a client in its handshake, as soon as that is done: before, there is no close frame.

        granian's close hangs while a receive is pending, so the reader is stopped first and closes then.
        """
        if self.closing is None:
            self.closing = code
            self.reason = reason
            if self._is_open:
                self._reader.cancel()

    async def finish(self, code: CloseCode) -> None:
        """Send what waits and then the close frame. A client that takes them too slowly is cut off.

        granian lets a socket go when its close is cancelled, but not while a send holds it.
        """
        try:
            async with asyncio.timeout(CLOSE_TIMEOUT_S):
                await self.emptied()
        except TimeoutError:
            if hasattr(self._in_flight, "cancel"):
                self._in_flight.cancel()
        try:
            async with asyncio.timeout(CLOSE_TIMEOUT_S):
                await self._send({"type": "websocket.close", "code": code.code, "reason": code.name})
        except TimeoutError:
            _log.debug("client took no close frame", code=code.code)

    async def emptied(self) -> None:
        """Wait until the server has taken all that was handed to it; for ever, when the socket is closed."""
        while not self.is_idle:
            self._emptied = self._emptied or asyncio.get_running_loop().create_future()
            self._follow()
            await asyncio.shield(self._emptied)

    def _start(self, frame: Frame) -> None:
        self.sent += 1
        # Not a method of Traffic: this happens for every frame and client.
        traffic = self._traffic
        traffic.sent[frame.type] += 1
        traffic.sent_bytes += frame.size_bytes
        self._in_flight = flight = self._send(frame.event)
        if not hasattr(flight, "done"):
            self._adopt(flight)

    def _adopt(self, flight: Any) -> None:
        """Take what a send returned that cannot be asked whether it has completed."""
        if asyncio.iscoroutine(flight):
            self._in_flight = asyncio.get_running_loop().create_task(flight, name="send")
            self._follow()
        else:
            # The socket is closed: granian then returns an empty awaitable. It stays in flight for ever.
            self._is_followed = True

    def _follow(self) -> None:
        if not self._is_followed:
            self._is_followed = True
            self._in_flight.add_done_callback(self._sent)

    def _sent(self, flight: Any) -> None:
        if flight.cancelled() or flight.exception() is not None:
            return
        self._is_followed = False
        frame = self._outbox.take()
        if frame is not None:
            self._start(frame)
            if self._outbox or self._emptied is not None:
                self._follow()
        elif self._emptied is not None:
            self._emptied.set_result(None)
            self._emptied = None
