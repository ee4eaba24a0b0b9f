"""FakeClock: a Clock whose time passes only when a test says so."""

from __future__ import annotations

import asyncio
import heapq
import itertools
from datetime import UTC, datetime, timedelta

__all__ = ["START", "FakeClock"]

START = datetime(2026, 11, 23, 10, 30, tzinfo=UTC)
TURNS = 100
"""Loop turns granted to the other tasks; far more than any chain of awaits without I/O needs."""


class FakeClock:
    """Implements service.clock.Clock.

    `await clock.advance(seconds)` moves time and wakes the sleepers whose moment has come, each at its own moment.
    With `auto=True` a sleep moves time itself and returns, for code that runs in one line. With a `scale` its seconds
    are so many of the calendar's.
    """

    def __init__(self, *, auto: bool = False, at: datetime = START, scale: float = 1.0) -> None:
        self.auto = auto
        self.scale = scale
        self.slept: list[float] = []
        """Every sleep asked for, in seconds."""
        self._start = at
        self._elapsed_s = 0.0
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._order = itertools.count()

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        return self._start + timedelta(seconds=self._elapsed_s * self.scale)

    def monotonic(self) -> float:
        """Return the seconds passed since the clock was made, plus a thousand: nobody may take the start for zero."""
        return 1000.0 + self._elapsed_s

    def age_s(self, at: datetime) -> float:
        """Return how many seconds have passed since an instant."""
        return (self.now() - at).total_seconds() / self.scale

    def at(self, deadline: float) -> datetime:
        """Return the instant at which `monotonic` reaches a reading."""
        return self.now() + timedelta(seconds=(deadline - self.monotonic()) * self.scale)

    async def sleep(self, seconds: float) -> None:
        """Wait until the test has moved time so far; a sleep of zero or less yields once."""
        self.slept.append(seconds)
        if self.auto:
            self.jump(max(0.0, seconds))
        if self.auto or seconds <= 0:
            await asyncio.sleep(0)
            return
        woken = asyncio.get_running_loop().create_future()
        # Time must move: what is left of a wait can be less than the last digit of the hour.
        due = self._elapsed_s + max(seconds, 1e-6)
        heapq.heappush(self._sleepers, (due, next(self._order), woken))
        await woken

    async def advance(self, seconds: float) -> None:
        """Let so many seconds pass, and the other tasks run until they wait for something else."""
        target = self._elapsed_s + seconds
        await self.settle()
        while self._sleepers and self._sleepers[0][0] <= target:
            due, _, woken = heapq.heappop(self._sleepers)
            if woken.done():
                continue
            self._elapsed_s = max(self._elapsed_s, due)
            woken.set_result(None)
            await self.settle()
        self._elapsed_s = max(self._elapsed_s, target)

    async def settle(self) -> None:
        """Let the other tasks run without letting time pass."""
        ready = getattr(asyncio.get_running_loop(), "_ready", None)
        for _ in range(TURNS):
            await asyncio.sleep(0)
            if ready is not None and not ready:
                # Nobody else has anything to do; hours are told ten times as fast for it.
                return

    def jump(self, seconds: float) -> None:
        """Move time at once and wake nobody, as a call that takes long does."""
        self._elapsed_s += seconds
