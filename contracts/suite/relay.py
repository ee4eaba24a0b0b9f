"""Relay: one connection after the other at an address, so that none does more than it may."""

from __future__ import annotations

from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from contracts.suite.probe import Probe
    from contracts.suite.target import Target

__all__ = ["Relay"]


class Relay:
    """Lends a connection for as long as it may do more, then the next one."""

    def __init__(self, target: Target, path: str) -> None:
        self._target = target
        self._path = path
        self._stack = AsyncExitStack()
        self._probe: Probe | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._drop()

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[Probe]:
        """Lend a connection, greeted; what went wrong on it ends it. Raises Unseen when none opens."""
        try:
            yield await self._ready()
        except BaseException:
            await self._drop()
            raise

    async def _ready(self) -> Probe:
        if self._probe is None or self._probe.is_spent:
            await self._drop()
            self._probe = await self._stack.enter_async_context(self._target.open(self._path))
        return self._probe

    async def _drop(self) -> None:
        self._probe = None
        await self._stack.aclose()
