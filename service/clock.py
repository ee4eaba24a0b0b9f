"""Time, as a thing that is handed over: every other module asks a Clock.

A clock can run fast. Its seconds are the gateway's seconds: intervals, budgets, cool-downs and ages are all counted in
them, so that a gateway with `GATEWAY_INTERVAL_SCALE=0.05` behaves in three seconds as another does in a minute.
Instants are never scaled.
"""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta
from typing import Protocol

__all__ = ["Clock", "SystemClock"]


class Clock(Protocol):
    """What the gateway may know of time."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""

    def monotonic(self) -> float:
        """Return seconds that never run backwards, from an arbitrary start."""

    def age_s(self, at: datetime) -> float:
        """Return how many of this clock's seconds have passed since an instant."""

    def at(self, deadline: float) -> datetime:
        """Return the instant at which `monotonic` reaches a reading."""

    async def sleep(self, seconds: float) -> None:
        """Wait for so many of this clock's seconds."""


class SystemClock:
    """The machine's clock. `scale` is the length of one of its seconds in real ones."""

    def __init__(self, scale: float = 1.0) -> None:
        self.scale = scale

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        return datetime.now(UTC)  # noqa: TID251  the one place

    def monotonic(self) -> float:
        """Return seconds that never run backwards, from an arbitrary start."""
        return time.monotonic() / self.scale  # noqa: TID251  the one place

    def age_s(self, at: datetime) -> float:
        """Return how many of this clock's seconds have passed since an instant."""
        return (self.now() - at).total_seconds() / self.scale

    def at(self, deadline: float) -> datetime:
        """Return the instant at which `monotonic` reaches a reading."""
        return self.now() + timedelta(seconds=(deadline - self.monotonic()) * self.scale)

    async def sleep(self, seconds: float) -> None:
        """Wait for so many of this clock's seconds."""
        await asyncio.sleep(max(0.0, seconds) * self.scale)
