"""Publisher: sends the update of one service on every tick of its interval."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from service.handlers.notices import unavailable
from service.publishers.pause import pause
from service.publishers.schedule import Schedule

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from service.clock import Clock
    from service.envelope import Frame
    from service.publishers.cadence import Cadence

__all__ = ["Origin", "Publisher"]

T_co = TypeVar("T_co", covariant=True)
T = TypeVar("T")


class Origin(Protocol[T_co]):
    """Where the updates of one service come from."""

    def collect(self, at: datetime) -> T_co | None:
        """Make the update of this instant, None while there is nothing to say."""

    def settled(self) -> bool:
        """Whether everything that belongs into an update has come or failed."""

    def trouble(self) -> str | None:
        """Say why there is nothing, once that is certain."""


class Publisher(Generic[T]):
    """One service. Ticks lie on a grid; those that were missed are skipped, and none overlaps the one before.

    The very first update does not wait for a tick: it goes out as soon as the origin has settled.
    """

    def __init__(
        self,
        service: str,
        cadence: Cadence,
        clock: Clock,
        *,
        origin: Origin[T],
        send: Callable[[T], Awaitable[None]],
        announce: Callable[[Frame], None],
    ) -> None:
        self.service = service
        self.published = 0
        self.newest: T | None = None
        """The update that was sent last."""
        self.skipped = 0
        """Ticks whose time had passed."""
        self._cadence = cadence
        self._clock = clock
        self._origin = origin
        self._send = send
        self._announce = announce
        self._announced = False
        self._settled = asyncio.Event()
        self._number = -1

    def review(self) -> None:
        """Look whether the first update can go out. Called after each fetch, until it has."""
        if not self.published and not self._announced and self._origin.settled():
            self._settled.set()

    def trouble(self) -> str | None:
        """Say why there is nothing to publish, once that is certain."""
        return self._origin.trouble()

    def schedule(self) -> Schedule:
        """Return when the next tick is due."""
        tick = self._cadence.after(self._number, self._clock.monotonic())
        return Schedule(self._cadence.interval_s, tick.deadline, self.skipped)

    async def rest(self) -> None:
        """Wait for the next tick."""
        tick = self._cadence.after(self._number, self._clock.monotonic())
        await pause(self._clock, tick.deadline - self._clock.monotonic(), unless=self._settled)
        if self._settled.is_set():
            self._settled.clear()
        else:
            self.skipped += tick.number - self._number - 1
            self._number = tick.number

    async def tick(self) -> bool:
        """Publish what there is, and return whether there was anything; if there will be nothing, say so once."""
        at = self._clock.now()
        update = self._origin.collect(at)
        if update is not None:
            await self._send(update)
            self.published += 1
            self.newest = update
            return True
        if not self._announced and (reason := self.trouble()) is not None:
            self._announce(unavailable(self.service, reason, at))
            self._announced = True
        return False
