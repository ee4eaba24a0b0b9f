"""Run a loop for as long as a test looks at it."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from service.publishers.loop import Loop

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from tests.fakes.clock import FakeClock

__all__ = ["looping"]


@asynccontextmanager
async def looping(clock: FakeClock, *steps: Callable[[], Awaitable[None]]) -> AsyncIterator[list[Loop]]:
    """Repeat each step in a task of its own, settled before and cancelled after."""
    loops = [Loop(f"loop {number}", step) for number, step in enumerate(steps)]
    tasks = [asyncio.create_task(loop.run(), name=loop.name) for loop in loops]
    try:
        await clock.settle()
        yield loops
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
