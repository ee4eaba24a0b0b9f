"""FakeProviderClient: a provider that answers or fails as a test says, without requests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from service.errors import ProviderError
from service.providers.client import Fetched, ProviderClient

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from tests.fakes.clock import FakeClock

__all__ = ["FakeProviderClient", "Reading"]


@dataclass(frozen=True)
class Reading:
    """A value that a feed can keep."""

    number: float
    as_of: datetime | None = None


class FakeProviderClient(ProviderClient):
    """Answers with a number that moves with the clock, dated by nobody, until a test changes `answer`."""

    def __init__(self, clock: FakeClock) -> None:
        self.answer: Reading | ProviderError | Callable[[], Reading] = lambda: Reading(clock.monotonic())
        self.takes_s = 0.0
        self.asked_s: list[float] = []
        """When it was asked, in seconds since the clock was made."""
        self.given: list[Reading] = []
        """What it has answered."""
        self.terms: dict[str, Any] = {}
        """With what the latest fetch was asked for."""
        self._clock = clock
        self._start = clock.monotonic()

    async def fetch(self, adapter: Any, previous: Any, *, total_s: float, max_bytes: int) -> Fetched[Any]:
        """Take the time it takes, and answer or fail."""
        self.asked_s.append(self._clock.monotonic() - self._start)
        self.terms = {"adapter": adapter, "previous": previous, "total_s": total_s, "max_bytes": max_bytes}
        if self.takes_s:
            await self._clock.sleep(self.takes_s)
        if isinstance(self.answer, ProviderError):
            raise self.answer
        value = self.answer if isinstance(self.answer, Reading) else self.answer()
        self.given.append(value)
        return Fetched(value, self._clock.now(), self.takes_s * 1000)
