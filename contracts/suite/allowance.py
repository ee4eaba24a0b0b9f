"""Allowance: how much a client takes of what the document allows it (`x-limits`)."""

from __future__ import annotations

import asyncio
from math import inf
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from contracts.terms import Limits

__all__ = ["Allowance", "of_commands", "of_handshakes", "of_mistakes"]

SHARE: Final = 0.75
"""Of what may come at once. What is sent evenly arrives unevenly, and the rest is room for that."""


class Allowance:
    """So many at once, and then so many a second. Make it within a running event loop."""

    def __init__(self, per_s: float, at_once: float) -> None:
        self._per_s = per_s
        self._at_once = at_once
        self._clock = asyncio.get_running_loop().time
        self._left = at_once
        self._at = self._clock()

    @property
    def left(self) -> float:
        """How many may come now."""
        now = self._clock()
        if self._left < self._at_once:
            self._left = min(self._at_once, self._left + (now - self._at) * self._per_s)
        self._at = now
        return self._left

    def spend(self) -> None:
        """Take one if there is one. What is beyond is refused, and costs nothing."""
        self._left = max(0.0, self.left - 1)

    async def take(self) -> None:
        """Take one as soon as there is one."""
        self._left = self.left - 1
        if self._left < 0:
            await asyncio.sleep(-self._left / self._per_s)


def of_commands(limits: Limits | None) -> Allowance:
    """Return the allowance of a new connection; without limits it has no end."""
    return Allowance(inf, inf) if limits is None else Allowance(limits.commands_per_s, limits.commands_at_once * SHARE)


def of_handshakes(limits: Limits | None) -> Allowance:
    """Return the allowance of an address that has been quiet; without limits it has no end."""
    if limits is None:
        return Allowance(inf, inf)
    return Allowance(limits.handshakes_per_s, limits.handshakes_at_once * SHARE)


def of_mistakes(limits: Limits | None) -> float:
    """Return how many mistakes a connection makes at most."""
    return inf if limits is None else max(1, int(limits.mistakes_per_min * SHARE))
