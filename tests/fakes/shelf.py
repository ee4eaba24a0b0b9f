"""Shelf: an archive that stores nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.archive.state import ArchiveState

if TYPE_CHECKING:
    from service.clock import Clock

__all__ = ["Shelf"]


class Shelf:
    """Implements service.publishers.kit.Archived: every second it does nothing, at once."""

    interval_s = 1.0

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._worked_s = clock.monotonic()

    def due(self) -> float:
        """Return when that is next."""
        return self._worked_s + self.interval_s

    async def rest(self) -> None:
        """Wait for it."""
        await self._clock.sleep(self.due() - self._clock.monotonic())

    async def work(self) -> bool:
        """Do it."""
        self._worked_s = self._clock.monotonic()
        return True

    def state(self) -> ArchiveState:
        """Describe it."""
        return ArchiveState(
            location="nowhere",
            engine="sqlite",
            writing=True,
            records=0,
            size_bytes=0,
            oldest=None,
            last_save=None,
            pending=0,
            waiting_since=None,
            lost=0,
            last_error=None,
            last_backup=None,
            last_export=None,
        )
