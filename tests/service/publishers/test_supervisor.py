from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from service.publishers.loop import Loop
from service.publishers.schedule import Schedule
from service.publishers.supervisor import supervise
from tests.fakes.clock import FakeClock

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

CLOCK = FakeClock()


class Ending(Loop):
    async def run(self) -> None:
        raise RuntimeError("a loop may not end")


def loop(name: str, rest: Callable[[], Awaitable[None]], kind: type[Loop] = Loop) -> Loop:
    """Make a loop that is all rest."""

    async def work() -> bool:
        return True

    return kind(name, rest, work, lambda: Schedule(1.0, 0.0), CLOCK)


async def test_each_loop_is_a_task_with_its_name() -> None:
    """They run side by side until the supervisor is cancelled, and end with it."""
    names: list[str] = []
    cancelled: list[str] = []

    async def rest() -> None:
        task = asyncio.current_task()
        assert task is not None
        names.append(task.get_name())
        try:
            await asyncio.Event().wait()
        finally:
            cancelled.append(task.get_name())

    task = asyncio.create_task(supervise([loop("fetch.a", rest), loop("publish.b", rest)]), name="supervisor")
    await FakeClock().settle()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    assert names == sorted(cancelled) == ["fetch.a", "publish.b"]


async def test_a_loop_that_ends_ends_them_all() -> None:
    """Half a gateway is worse than none, so its error is raised after the others were cancelled."""
    cancelled = asyncio.Event()

    async def rest() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            cancelled.set()

    with pytest.raises(ExceptionGroup) as caught:
        await supervise([loop("fetch.a", rest), loop("publish.b", rest, Ending)])

    assert caught.group_contains(RuntimeError, match="a loop may not end")
    assert cancelled.is_set()
