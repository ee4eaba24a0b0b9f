"""Supervisor: all loops in one task group, each a task with its name."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from service.publishers.loop import Loop

__all__ = ["supervise"]


async def supervise(loops: Iterable[Loop]) -> None:
    """Run the loops until cancelled. A loop that ends all the same ends them all, and is raised."""
    async with asyncio.TaskGroup() as group:
        for loop in loops:
            group.create_task(loop.run(), name=loop.name)
