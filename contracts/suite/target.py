"""Target: the gateway under verification, and how to reach it."""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import aiohttp

from contracts.suite.fault import Fault, Unseen
from contracts.suite.probe import Probe, listening
from contracts.suite.refused import Refused

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from contracts.document import Document
    from contracts.suite.allowance import Allowance
    from contracts.suite.pace import Pace
    from contracts.suite.recorder import Recorder

__all__ = ["Answer", "Target"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a GET was answered with."""

    path: str
    status: int
    content_type: str
    text: str

    @property
    def json(self) -> Any:
        """The body, None when it is not JSON."""
        try:
            return json.loads(self.text)
        except ValueError:
            return None

    @property
    def data(self) -> Any:
        """What the member `data` of the body holds, None when it has none."""
        return self.json.get("data") if isinstance(self.json, dict) else None

    def fault(self, problem: str, expected: str = "", pointer: str = "") -> Fault:
        """Describe a fault of this answer."""
        return Fault(problem, expected, self.path, f"GET {self.path}", f"HTTP {self.status} {self.text}", pointer)


@dataclass(frozen=True, slots=True)
class Target:
    """What live checks get."""

    url: str
    """`http://…` or `https://…`, without a slash at the end."""
    document: Document
    pace: Pace
    recorder: Recorder
    session: aiohttp.ClientSession
    handshakes: Allowance
    """What is left of the handshakes that this address may ask for."""
    patience_s: float
    """How long to wait for what should come at once."""
    seed: int
    """Of whatever is random."""
    examples: int
    """How many random cases a property is worth."""

    @property
    def manual(self) -> str:
        """The path of the address with the most services among those that subscribe nothing by themselves."""
        endpoints = [endpoint for endpoint in self.document.endpoints.values() if not endpoint.auto]
        return max(endpoints, key=lambda endpoint: len(endpoint.scope)).path

    @property
    def group(self) -> str:
        """The path of an address that subscribes nothing by itself and carries only some of the services."""
        every = len(self.document.services)
        endpoints = self.document.endpoints.values()
        return next(each.path for each in endpoints if not each.auto and 1 < len(each.scope) < every)

    def prompt_s(self, service: str) -> float:
        """Return how long the next update of a service may take: its interval and some patience."""
        return self.pace.interval_s(service) * 2 + self.patience_s

    @asynccontextmanager
    async def dial(self, path: str) -> AsyncIterator[Probe]:
        """Connect to an address, as soon as the limits allow, and expect nothing.

        Raises Refused when the gateway does not upgrade. Who is told to come again does, within the patience.
        """
        socket = await self._admitted(path)
        replies = frozenset(
            kind for name in self.document.replies if (kind := self.document.messages[name].const("type")) is not None
        )
        probe = Probe(socket, path, self.recorder, replies, self.document.limits, self.patience_s)
        async with listening(probe):
            yield probe

    async def knock(self, path: str) -> int:
        """Ask for an upgrade, whatever the limits say, and go away again. Returns the status."""
        self.handshakes.spend()
        try:
            socket = await self._handshake(path)
        except Refused as refused:
            return refused.status
        await socket.close()
        return HTTPStatus.SWITCHING_PROTOCOLS

    async def _admitted(self, path: str) -> aiohttp.ClientWebSocketResponse:
        clock = asyncio.get_running_loop().time
        ends_at = clock() + self.patience_s
        while True:
            await self.handshakes.take()
            try:
                return await self._handshake(path)
            except Refused as refused:
                pause_s = refused.retry_after_s
                if pause_s is None or clock() + pause_s > ends_at:
                    raise
            await asyncio.sleep(pause_s)

    async def _handshake(self, path: str) -> aiohttp.ClientWebSocketResponse:
        try:
            return await self.session.ws_connect(
                self.url + path,
                autoping=False,
                max_msg_size=0,
                timeout=aiohttp.ClientWSTimeout(ws_close=self.patience_s),
            )
        except aiohttp.WSServerHandshakeError as error:
            refused = Refused(error.status, error.headers or {}, error.message)
            self.recorder.note(
                self.recorder.number(), path, "refused", error.message, code=error.status, headers=refused.headers
            )
            raise refused from error

    @asynccontextmanager
    async def open(self, path: str) -> AsyncIterator[Probe]:
        """Connect to an address and take its greeting. Raises Unseen when it is refused, or does not greet."""
        try:
            async with self.dial(path) as probe:
                await probe.take_greeting()
                yield probe
        except Refused as refusal:
            fault = Fault(
                "the address does not open", "101 Switching Protocols", path, came=f"{refusal} {refusal.body}"
            )
            raise Unseen(f"{path} does not open", "CON-01", fault) from refusal

    async def get(self, path: str) -> Answer:
        """Ask for a resource over HTTP; redirects are not followed."""
        async with self.session.get(self.url + path, allow_redirects=False) as response:
            return Answer(path, response.status, response.content_type, await response.text(errors="replace"))
