"""Gate: where commands wait for a connection."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .ending import Ending
    from .link import Link

__all__ = ["Gate"]


class Gate:
    """Hands out the newest connection with every subscription. Who finds it lost asks for another one."""

    def __init__(self) -> None:
        self._link: Link | None = None
        self._ending: Ending | None = None
        self._moved = asyncio.Event()

    async def link(self, lost: Link | None = None) -> Link:
        """Wait for a connection other than the lost one. Raises ConnectionEnded when there will be none."""
        while self._link is None or self._link is lost:
            if self._ending is not None:
                raise self._ending.error()
            self._moved.clear()
            await self._moved.wait()
        return self._link

    def open(self, link: Link) -> None:
        """Let commands through to a connection."""
        self._link = link
        self._moved.set()

    def end(self, ending: Ending) -> None:
        """Turn everybody away for good."""
        self._link = None
        self._ending = ending
        self._moved.set()
