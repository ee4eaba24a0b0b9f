"""Endpoint: a client that stays connected to one endpoint of a gateway."""

from __future__ import annotations

import asyncio
import logging
import random
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

from pydantic import BaseModel
from websockets.exceptions import WebSocketException

from .backoff import delay_s
from .conversation import Conversation
from .dial import address, dial, shown
from .ending import Ending, of_refusal
from .errors import CommandError, CommandTimeout, UnexpectedReply
from .gate import Gate
from .ledger import Ledger
from .link import Link, LinkLost
from .options import Options
from .status import Board

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import TracebackType

    from .contract import Contract
    from .frame import Frame
    from .status import State, Status
    from .updates import Updates

__all__ = ["EndpointClient"]

EventT = TypeVar("EventT", bound=BaseModel)

_LOG = logging.getLogger(__name__)
_RANDOM = random.SystemRandom()
"""Processes that were forked from one another must not wait alike."""


class EndpointClient:
    """Stay connected, and subscribed to what was asked for, until the `async with` block ends."""

    contract: ClassVar[Contract]

    def __init__(
        self,
        url: str,
        *,
        token: str | Callable[[], str] | None = None,
        on_status: Callable[[Status], None] | None = None,
        options: Options | None = None,
    ) -> None:
        """Prepare; nothing is connected yet.

        `url`: the gateway's address, with or without the endpoint's path. `token`: sent as a bearer token with each
        connection; a function is asked each time. `on_status`: called with each new status.
        Raises ValueError when `url` is no address of a gateway.
        """
        self.options = options or Options()
        self.url = address(url, self.contract.path)
        self._token = token
        self._board = Board(on_status)
        self._ledger = Ledger(self.contract, self.options.interval_scale * self.options.patience, self._board)
        self._gate = Gate()
        self._was_open = False
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        """Connect. Raises ConnectionEnded when that is impossible, or not done within `connect_timeout_s`."""
        if self._task is not None:
            raise RuntimeError("a client can be entered once")
        self._task = asyncio.create_task(self._run(), name=f"client of {shown(self.url)}")
        limit_s = self.options.connect_timeout_s
        try:
            async with asyncio.timeout(limit_s):
                await self._gate.link()
        except BaseException as error:
            reason = self.status.reason or "no answer came"
            await self.close()
            if isinstance(error, TimeoutError) and limit_s is not None:
                raise Ending(reason=f"no connection within {limit_s:g} s: {reason}").error() from None
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Say goodbye. Commands fail from now on, and iterators end when all is read."""
        if self._task is None:
            return
        self._task.cancel()
        await asyncio.wait([self._task])
        if not self._task.cancelled():
            self._task.result()

    @property
    def status(self) -> Status:
        """How the client is now."""
        return self._board.status

    @property
    def state(self) -> State:
        """Whether there is a connection."""
        return self.status.state

    @property
    def stale(self) -> frozenset[str]:
        """Subscribed services that have been silent for too long."""
        return self.status.stale

    @property
    def subscriptions(self) -> frozenset[str]:
        """What is subscribed, on this connection and on the next ones."""
        return self._ledger.subscriptions.wanted

    @property
    def skipped(self) -> Mapping[str, int]:
        """How many frames were left out, by kind: events that this client does not know, or cannot read."""
        return dict(self._ledger.skipped)

    async def _command(self, reply: type[EventT], action: str, fields: Mapping[str, object]) -> EventT:
        """Give a command and return its reply, of the class that the contract names; fields that are None are absent.

        When the connection ends before the reply came, the command is given again on the next one: all commands of the
        contract may be repeated. Raises CommandError, CommandTimeout, UnexpectedReply and ConnectionEnded.
        """
        if self._task is None:
            raise RuntimeError("enter the client first: `async with`")
        limit_s = self.options.command_timeout_s
        try:
            async with asyncio.timeout(limit_s):
                frame = await self._ask(action, {name: value for name, value in fields.items() if value is not None})
        except TimeoutError:
            raise CommandTimeout(action, limit_s) from None
        if frame.type == "error":
            raise CommandError.of(frame.data)
        if not isinstance(frame.event, reply):
            raise UnexpectedReply(action, frame.problem or f"`{frame.type}`")
        return frame.event

    def _updates(self, topic: str | None) -> Updates[Any]:
        return self._ledger.reader(topic)

    def _newest(self, kind: type[EventT]) -> EventT | None:
        return self._ledger.newest(kind)

    async def _ask(self, action: str, fields: Mapping[str, object]) -> Frame:
        link = None
        while True:
            link = await self._gate.link(lost=link)
            try:
                return await link.ask(action, fields)
            except LinkLost:
                continue

    async def _run(self) -> None:
        ending = Ending(reason="the client is closed")
        reason = None
        try:
            async with asyncio.TaskGroup() as tasks:
                watch = tasks.create_task(self._watch(), name="freshness")
                ending = await self._stay_connected()
                reason = ending.reason
                watch.cancel()
        finally:
            self._gate.end(ending)
            self._ledger.close(ending.error if ending.is_final else StopAsyncIteration)
            self._board.post(state="closed", reason=reason, retry_in_s=None)

    async def _watch(self) -> None:
        clock = asyncio.get_running_loop().time
        while True:
            self._ledger.judge(clock())
            await asyncio.sleep(self._ledger.freshness.next_change_s(clock()))

    async def _stay_connected(self) -> Ending:
        clock = asyncio.get_running_loop().time
        attempt = 0
        while True:
            began_at = clock()
            ending = await self._connection()
            if ending.is_final:
                _LOG.error("%s: %s; not trying again", shown(self.url), ending.reason)
                return ending
            if clock() - began_at > self.options.backoff_cap_s:
                attempt = 0
            pause_s = ending.retry_after_s + delay_s(
                attempt,
                _RANDOM.random(),
                base_s=self.options.backoff_base_s,
                cap_s=self.options.backoff_cap_s,
            )
            attempt += 1
            _LOG.info("%s: %s; trying again in %.1f s", shown(self.url), ending.reason, pause_s)
            self._board.post(state="waiting", reason=ending.reason, retry_in_s=pause_s)
            await asyncio.sleep(pause_s)
            self._board.post(state="connecting", retry_in_s=None)

    async def _connection(self) -> Ending:
        token = self._token() if callable(self._token) else self._token
        try:
            socket = await dial(self.url, token, self.options)
        except (OSError, EOFError, WebSocketException) as error:
            return of_refusal(error, was_open=self._was_open)
        link = Link(socket, self.contract.max_message_bytes)
        try:
            return await Conversation(link, self.contract, self.options, self._ledger, self._board).run(self._open)
        finally:
            await socket.close()

    def _open(self, link: Link) -> None:
        self._was_open = True
        self._gate.open(link)
        self._board.post(state="open", reason=None)
