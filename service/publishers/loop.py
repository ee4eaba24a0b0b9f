"""Loop: work that is repeated for as long as the gateway runs, whatever the work does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from service.clock import Clock
    from service.publishers.schedule import Schedule

__all__ = ["Loop"]

PAUSE_S = 1.0
"""After an error."""

_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Loop:
    """A named loop: it rests until it is time, works, and rests again."""

    name: str
    """Such as `publish.market_data`; also the name of its task."""
    rest: Callable[[], Awaitable[None]]
    """Wait until it is time to work."""
    work: Callable[[], Awaitable[bool]]
    """Work, and return whether that was of use. Work in vain is counted; telling of it is up to whoever works."""
    schedule: Callable[[], Schedule]
    clock: Clock
    runs: int = 0
    """How often the work has begun."""
    failures: int = 0
    """Runs that raised an error or were in vain."""
    failing: int = 0
    """Errors since the last run without one."""
    is_running: bool = False
    has_failed: bool = False
    """Whether the newest run failed."""
    last_started_at: datetime | None = None
    last_duration_ms: float | None = None
    """Of the newest run that has ended, without the rest before it."""

    async def run(self) -> None:
        """Rest and work in turns. The first error in a row and the recovery are logged, the others are counted."""
        while True:
            await self._once()

    async def _once(self) -> None:
        is_good = False
        try:
            await self.rest()
            is_good = await self._work()
        except Exception:  # noqa: BLE001  whatever the work does, the loop goes on
            self.failing += 1
            if self.failing == 1:
                _log.exception("loop failed", loop=self.name)
        else:
            if self.failing:
                _log.info("loop recovered", loop=self.name, failures=self.failing)
            self.failing = 0
        self.has_failed = not is_good
        self.failures += self.has_failed
        if self.failing:
            # If it was the rest that failed it may fail at once again, and the other loops want their turn.
            await self.clock.sleep(PAUSE_S)

    async def _work(self) -> bool:
        self.runs += 1
        self.is_running = True
        self.last_started_at = self.clock.now()
        started = self.clock.monotonic()
        try:
            return await self.work()
        finally:
            self.is_running = False
            self.last_duration_ms = (self.clock.monotonic() - started) * 1000
