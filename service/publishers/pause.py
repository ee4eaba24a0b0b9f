"""Pause: wait for a time, unless something happens first."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from service.clock import Clock

__all__ = ["pause"]


async def pause(clock: Clock, seconds: float, unless: asyncio.Event) -> None:
    """Wait for so many seconds of the clock, or until the event is set."""
    if unless.is_set():
        return
    async with asyncio.TaskGroup() as group:
        sleeping = group.create_task(clock.sleep(seconds), name="pause.sleep")
        waiting = group.create_task(unless.wait(), name="pause.wait")
        await asyncio.wait({sleeping, waiting}, return_when=asyncio.FIRST_COMPLETED)
        sleeping.cancel()
        waiting.cancel()
