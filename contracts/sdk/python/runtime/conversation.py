"""Conversation: one connection from its greeting to its end."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from websockets.exceptions import ConnectionClosed

from .ending import Ending, of_close
from .frame import decode
from .link import LinkLost

if TYPE_CHECKING:
    from collections.abc import Callable

    from .contract import Contract
    from .ledger import Ledger
    from .link import Link
    from .options import Options
    from .status import Board

__all__ = ["Conversation"]

_LOG = logging.getLogger(__name__)
_CHECKS = 10
"""How often, within the shortest silence that means something, a silent connection is looked at."""


class Conversation:
    """Read frames, restore the subscriptions, and look whether the gateway is still there."""

    def __init__(self, link: Link, contract: Contract, options: Options, ledger: Ledger, board: Board) -> None:
        self._link = link
        self._contract = contract
        self._options = options
        self._ledger = ledger
        self._board = board

    async def run(self, when_open: Callable[[Link], None]) -> Ending:
        """Converse until the connection ends; `when_open` is called when every subscription is there."""
        async with asyncio.TaskGroup() as tasks:
            keeper = tasks.create_task(self._keep(when_open), name="subscriptions and silence")
            try:
                return await self._read()
            finally:
                self._link.lose()
                keeper.cancel()

    async def _read(self) -> Ending:
        clock = asyncio.get_running_loop().time
        try:
            while True:
                frame = decode(await self._link.socket.recv(), self._contract.events)
                now = self._link.heard_at = clock()
                self._ledger.book(frame, now)
                if frame.type == "connection_established":
                    self._link.greet(frame)
                self._link.answer(frame)
                # Whoever reads updates has its turn before a newer update replaces this one.
                await asyncio.sleep(0)
        except ConnectionClosed as closed:
            if self._link.dropped is not None:
                return Ending(reason=self._link.dropped)
            return of_close(closed, self._contract.final_close_codes)

    async def _keep(self, when_open: Callable[[Link], None]) -> None:
        limit_s = self._options.open_timeout_s
        try:
            async with asyncio.timeout(limit_s):
                await self._link.greeted.wait()
                await self._restore()
        except TimeoutError:
            missing = "greeting" if self._link.greeting is None else "subscriptions"
            await self._link.drop(f"no {missing} within {limit_s:g} s")
        except LinkLost:
            return
        else:
            when_open(self._link)
            await self._guard()

    async def _restore(self) -> None:
        """Subscribe what the user wants and unsubscribe what the user had left."""
        if self._link.greeting is None:
            raise LinkLost
        commands = self._ledger.subscriptions.commands(self._link.greeting.data.get("subscriptions") or ())
        replies = await asyncio.gather(*(self._link.ask(action, {"service": topic}) for action, topic in commands))
        for (action, topic), reply in zip(commands, replies, strict=True):
            if reply.type == "error":
                _LOG.warning("`%s` %s was refused: %s", action, topic, reply.data.get("message"))
                self._ledger.miss(topic)

    async def _guard(self) -> None:
        """Drop the connection when the gateway does not answer, or answers but sends none of its updates."""
        clock = asyncio.get_running_loop().time
        freshness = self._ledger.freshness
        while True:
            limit_s = freshness.shortest_limit_s()
            quiet_s = clock() - self._link.heard_at
            if limit_s is not None and (quiet_s >= limit_s or self._are_all_silent()):
                if not await self._answers():
                    await self._link.drop(f"the gateway has been silent for {clock() - self._link.heard_at:.3g} s")
                    return
                if self._are_all_silent():
                    await self._link.drop("the gateway answers, but sends no updates")
                    return
            pause_s = freshness.next_change_s(clock()) if limit_s is None else max(limit_s - quiet_s, limit_s / _CHECKS)
            await asyncio.sleep(pause_s)

    def _are_all_silent(self) -> bool:
        return self._ledger.freshness.are_all_silent(
            asyncio.get_running_loop().time(), since=self._link.opened_at, excused=self._board.status.unavailable
        )

    async def _answers(self) -> bool:
        try:
            async with asyncio.timeout(self._options.probe_timeout_s):
                await self._link.ask("ping", {})
        except (TimeoutError, LinkLost):
            return False
        return True
