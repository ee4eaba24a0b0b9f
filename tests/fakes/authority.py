"""FakeAuthority: an authority that says what a test wants."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from service.gateway.identity import Identity

__all__ = ["FakeAuthority"]


class FakeAuthority:
    """Implements service.access.authority.Authority, and remembers what it was asked.

    It takes its time while `gate` is closed.
    """

    asks = True

    def __init__(self, answer: Identity | Exception) -> None:
        self.answer = answer
        self.asked: list[str | None] = []
        self.gate = asyncio.Event()
        self.gate.set()

    async def identify(self, token: str | None) -> Identity:
        self.asked.append(token)
        await self.gate.wait()
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer
