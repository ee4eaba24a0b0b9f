"""Driver: a generated client in a Node of its own, told what to do over standard input and output."""

from __future__ import annotations

import asyncio
import json
from asyncio.subprocess import PIPE
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from tests.conftest import NODE
from tests.live.deadline import PATIENCE_S, within

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import AsyncIterator, Mapping, Sequence
    from pathlib import Path

    from tests.contracts.sdk.typescript.gateway import Conversation, Gateway

__all__ = ["EVENTS", "Driver", "Rejection", "driving", "talking"]

EVENTS = ("state", "stale", "error", "unknown", "update")
LINE_BYTES = 1 << 24


class Rejection(Exception):
    """What a promise of the client rejected with."""

    def __init__(self, error: Mapping[str, Any]) -> None:
        super().__init__(error["text"])
        self.name: str = error["name"]
        self.fields = error


class Driver:
    """A client that runs."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.told: list[tuple[str, Any]] = []
        """What handlers were told so far: the names of the events and the events."""
        self._results: dict[int, asyncio.Future[Any]] = {}
        self._news = asyncio.Condition()
        self._seen: dict[str, int] = {}

    def start(self, member: str, *given: object) -> asyncio.Future[Any]:
        """Call a method, or read a property. Returns what will be the result, or raise Rejection."""
        assert self.process.stdin is not None
        loop, number = asyncio.get_running_loop(), len(self._results)
        result = self._results[number] = loop.create_future()
        loop.call_later(PATIENCE_S, self._expire, result)
        self.process.stdin.write(json.dumps({"id": number, "member": member, "given": given}).encode() + b"\n")
        return result

    def _expire(self, result: asyncio.Future[Any]) -> None:
        if not result.done():
            result.set_exception(TimeoutError())

    async def do(self, member: str, *given: object) -> Any:
        """Call a method, or read a property, and wait for the result. Raises Rejection."""
        return await self.start(member, *given)

    async def hear(self, name: str, **expected: object) -> Any:
        """Return the next event of a name that holds these fields; those before it are passed over."""
        async with within(), self._news:
            while True:
                for index in range(self._seen.get(name, 0), len(self.told)):
                    self._seen[name] = index + 1
                    kind, event = self.told[index]
                    if kind == name and all(event.get(field) == value for field, value in expected.items()):
                        return event
                await self._news.wait()

    def all(self, name: str) -> list[Any]:
        """Return all events of a name so far."""
        return [event for kind, event in self.told if kind == name]

    async def read(self) -> None:
        """Take in what the process says, until it ends."""
        assert self.process.stdout is not None
        async for line in self.process.stdout:
            word = json.loads(line)
            if "event" in word:
                async with self._news:
                    self.told.append((word["event"], word["data"]))
                    self._news.notify_all()
            elif not (result := self._results[word["id"]]).done():
                if "error" in word:
                    result.set_exception(Rejection(word["error"]))
                else:
                    result.set_result(word["value"])

    async def end(self) -> int:
        """Say no more, and wait until the process ends by itself."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        async with within():
            return await self.process.wait()


async def talking(client: Driver, server: Gateway) -> Conversation:
    """Connect, and return the gateway's end."""
    connected = client.start("connect")
    conversation = await server.greeted()
    await connected
    return conversation


@asynccontextmanager
async def driving(
    package: Path,
    url: str,
    node_modules: Path,
    *,
    events: Sequence[str] = EVENTS,
    options: Mapping[str, object] | None = None,
) -> AsyncIterator[Driver]:
    """Run a client that waits 20 ms at most between attempts, until the block ends."""
    settings = {"backoff": {"baseMs": 5, "maxMs": 20}, **(options or {})}
    process = await asyncio.create_subprocess_exec(
        *("node", "--require", NODE / "websocket.cjs", NODE / "drive.mjs"),
        *(package / "dist" / "index.js", url, json.dumps(events), json.dumps(settings)),
        cwd=node_modules,
        stdin=PIPE,
        stdout=PIPE,
        limit=LINE_BYTES,
    )
    driver = Driver(process)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(driver.read(), name="read")
        try:
            yield driver
        finally:
            if process.returncode is None:
                process.kill()
            await process.wait()
