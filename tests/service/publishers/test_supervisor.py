from __future__ import annotations

import asyncio

import pytest

from service.publishers.loop import Loop
from service.publishers.supervisor import supervise
from tests.fakes.clock import FakeClock


class Ending(Loop):
    async def run(self) -> None:
        raise RuntimeError("a loop may not end")


async def test_each_loop_is_a_task_with_its_name() -> None:
    """They run side by side until the supervisor is cancelled, and end with it."""
    names: list[str] = []
    cancelled: list[str] = []

    async def step() -> None:
        task = asyncio.current_task()
        assert task is not None
        names.append(task.get_name())
        try:
            await asyncio.Event().wait()
        finally:
            cancelled.append(task.get_name())

    task = asyncio.create_task(supervise([Loop("fetch.a", step), Loop("publish.b", step)]), name="supervisor")
    await FakeClock().settle()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    assert names == sorted(cancelled) == ["fetch.a", "publish.b"]


async def test_a_loop_that_ends_ends_them_all() -> None:
    """Half a gateway is worse than none, so its error is raised after the others were cancelled."""
    cancelled = asyncio.Event()

    async def step() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            cancelled.set()

    with pytest.raises(ExceptionGroup) as caught:
        await supervise([Loop("fetch.a", step), Ending("publish.b", step)])

    assert caught.group_contains(RuntimeError, match="a loop may not end")
    assert cancelled.is_set()
