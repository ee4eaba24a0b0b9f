"""Probe: one WebSocket connection of the suite. Everything on it is recorded the moment it happens."""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import aiohttp

from contracts.suite.allowance import of_commands, of_mistakes
from contracts.suite.evidence import Seen, seen
from contracts.suite.fault import Fault, Unseen

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable, Mapping

    from contracts.suite.recorder import Recorder
    from contracts.terms import Limits

__all__ = ["Probe", "listening"]

EXCHANGE = 2
"""So many commands must be left to a connection for one more question: a frame, and a ping to see what became of it."""


class Probe:
    """Sends anything, and hands out frames in the order they came. It judges nothing."""

    def __init__(
        self,
        socket: aiohttp.ClientWebSocketResponse,
        path: str,
        recorder: Recorder,
        replies: frozenset[str],
        limits: Limits | None,
        patience_s: float,
    ) -> None:
        self.path = path
        self.patience_s = patience_s
        self.mistakes = 0
        """How many of its commands were refused for what they are."""
        self.close_code: int | None = None
        """Once the gateway has closed: its code, 1006 when it went without one."""
        self.number = recorder.number()
        self.unavailable: set[str] = set()
        """The services that have no data, as far as the gateway said."""
        self._socket = socket
        self._recorder = recorder
        self._replies = replies
        self._commands = of_commands(limits)
        self._most_mistakes = of_mistakes(limits)
        self._inbox: asyncio.Queue[Seen | None] = asyncio.Queue()
        self._pongs: asyncio.Queue[bytes] = asyncio.Queue()
        self._last_sent = ""
        self._greeting: Seen | None = None
        recorder.note(self.number, path, "opened")

    @property
    def greeting(self) -> Seen:
        """The first frame, for who opened the probe to be greeted."""
        if self._greeting is None:
            raise Unseen(f"{self.path} was not asked for its greeting")
        return self._greeting

    @property
    def may_err(self) -> bool:
        """Whether it can make one more mistake and stay within the limits."""
        return self.mistakes < self._most_mistakes

    @property
    def is_spent(self) -> bool:
        """Whether it is closed, or can do no more at once within the limits."""
        return self.close_code is not None or not self.may_err or self._commands.left < EXCHANGE

    async def take_greeting(self) -> None:
        """Take the first frame as the greeting. Raises Unseen when it is none."""
        first = await self.receive()
        if first is None or first.kind != "connection_established":
            fault = self.fault("the address does not greet", "connection_established", first)
            raise Unseen(f"{self.path} does not greet", "CON-02", fault)
        self._greeting = first

    async def send(self, frame: Mapping[str, Any] | str | bytes) -> None:
        """Send a command, or any text, or a binary frame, no sooner than the limits allow.

        A connection that is gone swallows it.
        """
        await self._commands.take()
        await self._send(frame)

    async def burst(self, frames: Iterable[Mapping[str, Any] | str]) -> None:
        """Send many frames at once, whatever the limits say."""
        for frame in frames:
            self._commands.spend()
            await self._send(frame)

    async def _send(self, frame: Mapping[str, Any] | str | bytes) -> None:
        payload = frame if isinstance(frame, str | bytes) else json.dumps(frame, ensure_ascii=False)
        self._last_sent = self._recorder.note(self.number, self.path, "sent", payload).text
        try:
            if isinstance(payload, bytes):
                await self._socket.send_bytes(payload)
            else:
                await self._socket.send_str(payload)
        except (ConnectionError, aiohttp.ClientError):
            return

    async def send_raw(self, payload: bytes) -> None:
        """Send bytes as a text frame, whether they are UTF-8 or not, no sooner than the limits allow."""
        await self._commands.take()
        self._last_sent = self._recorder.note(self.number, self.path, "sent", payload).text
        try:
            await self._socket.send_frame(payload, aiohttp.WSMsgType.TEXT)
        except (ConnectionError, aiohttp.ClientError):
            return

    async def answers_ping(self, payload: bytes) -> bool:
        """Send a ping of the protocol (RFC 6455 §5.5.2); tell whether its pong came."""
        await self._socket.ping(payload)
        try:
            async with asyncio.timeout(self.patience_s):
                while await self._pongs.get() != payload:
                    pass
        except TimeoutError:
            return False
        return True

    async def hang_up(self, code: int = 1000) -> int | None:
        """Close from this side; return the code that the gateway answers with."""
        await self._socket.close(code=code)
        return self._socket.close_code

    async def receive(self, within_s: float | None = None) -> Seen | None:
        """Return the next frame; None when none comes in time, or when the gateway has closed."""
        if self.close_code is not None and self._inbox.empty():
            return None
        try:
            async with asyncio.timeout(self.patience_s if within_s is None else within_s):
                return await self._inbox.get()
        except TimeoutError:
            return None

    async def collect(self, seconds: float) -> list[Seen]:
        """Return all frames that come within so many seconds."""
        frames: list[Seen] = []
        ends_at = asyncio.get_running_loop().time() + seconds
        while (left_s := ends_at - asyncio.get_running_loop().time()) > 0 and self.close_code is None:
            if (frame := await self.receive(left_s)) is not None:
                frames.append(frame)
        return frames

    async def until(self, wanted: Callable[[Seen], bool], within_s: float | None = None) -> Seen | None:
        """Return the next frame that is wanted, others passed over; None when none comes in time."""
        ends_at = asyncio.get_running_loop().time() + (self.patience_s if within_s is None else within_s)
        while (left_s := ends_at - asyncio.get_running_loop().time()) > 0:
            frame = await self.receive(left_s)
            if frame is None or wanted(frame):
                return frame
        return None

    async def next_reply(self, within_s: float | None = None) -> Seen | None:
        """Return the next frame that answers a command; None when none comes in time."""
        return await self.until(self.is_reply, within_s)

    async def reply(self) -> Seen:
        """Return the next frame that answers a command. Raises Unseen when none comes."""
        frame = await self.next_reply()
        if frame is None:
            raise Unseen("a command was not answered", "CMD-01", self.fault("no answer came", "a reply"))
        return frame

    async def ask(self, action: str, **fields: Any) -> Seen:
        """Give a command and return its reply. Raises Unseen when none comes."""
        await self.send({"action": action, **fields})
        return await self.reply()

    async def update(self, service: str, within_s: float) -> Seen | None:
        """Return the next update of a service; None when none comes in time."""
        return await self.until(lambda frame: frame.is_update and frame.service == service, within_s)

    async def closed(self, within_s: float | None = None) -> int | None:
        """Read to the end; return the code of the close, None when the connection stays open."""
        await self.until(lambda _: False, within_s)
        return self.close_code

    def is_reply(self, frame: Seen) -> bool:
        """Whether a frame answers a command."""
        return frame.kind in self._replies and not frame.comes_unasked

    def fault(self, problem: str, expected: str = "", came: Seen | None = None, pointer: str = "") -> Fault:
        """Describe a fault of this connection, with what was sent last."""
        text = "" if came is None else came.entry.text
        return Fault(problem, expected, self.path, self._last_sent, text, pointer)

    def _take(self, frame: Seen) -> None:
        if frame.comes_unasked:
            self.unavailable.add(str(frame.data.get("service")))
        elif frame.kind == "error":
            self.mistakes += frame.data.get("code") != "rate_limited"
        elif frame.is_update:
            self.unavailable.discard(frame.service)
        self._inbox.put_nowait(frame)

    async def read(self) -> None:
        """Take in what comes until the end."""
        while True:
            message = await self._socket.receive()
            match message.type:
                case aiohttp.WSMsgType.TEXT | aiohttp.WSMsgType.BINARY:
                    self._take(seen(self._recorder.note(self.number, self.path, "came", message.data)))
                case aiohttp.WSMsgType.PING:
                    await self._socket.pong(message.data)
                case aiohttp.WSMsgType.PONG:
                    self._pongs.put_nowait(bytes(message.data))
                case aiohttp.WSMsgType.ERROR:
                    self._inbox.put_nowait(
                        seen(self._recorder.note(self.number, self.path, "garbled", str(message.data)))
                    )
                    break
                case _:
                    break
        self.close_code = self._socket.close_code or 1006
        reason = message.extra if isinstance(message.extra, str) else ""
        self._recorder.note(self.number, self.path, "closed", reason, code=self.close_code)
        self._inbox.put_nowait(None)


@asynccontextmanager
async def listening(probe: Probe) -> AsyncIterator[Probe]:
    """Read from a probe while the block lasts, then close it."""
    reading = asyncio.create_task(probe.read(), name=f"probe.{probe.number}")
    try:
        yield probe
    finally:
        reading.cancel()
        await asyncio.wait({reading})
        await probe.hang_up()
