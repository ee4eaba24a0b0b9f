"""Run loops for as long as a test looks at them."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from service.publishers.feed import Feed
from service.publishers.loop import Loop

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from service.publishers.publisher import Publisher
    from tests.fakes.clock import FakeClock

__all__ = ["looping"]


@asynccontextmanager
async def looping(clock: FakeClock, *workers: Feed[Any] | Publisher[Any]) -> AsyncIterator[list[Loop]]:
    """Run each feed or publisher in a task of its own, settled before and cancelled after."""
    loops = [_loop(f"loop {number}", worker, clock) for number, worker in enumerate(workers)]
    tasks = [asyncio.create_task(loop.run(), name=loop.name) for loop in loops]
    try:
        await clock.settle()
        yield loops
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _loop(name: str, worker: Feed[Any] | Publisher[Any], clock: FakeClock) -> Loop:
    work = worker.fetch if isinstance(worker, Feed) else worker.tick
    return Loop(name, worker.rest, work, worker.schedule, clock)
