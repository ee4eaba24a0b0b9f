"""Feed: one endpoint of one provider, fetched on its own cadence, with its last good value."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

import structlog

from service.errors import ProviderError
from service.providers.pool import FeedState
from service.publishers.pause import pause
from service.publishers.schedule import Schedule

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from service.clock import Clock
    from service.providers.adapter import Adapter
    from service.providers.catalog import FeedSpec
    from service.providers.client import ProviderClient

__all__ = ["Dated", "Feed"]

_log = structlog.get_logger(__name__)


class Dated(Protocol):
    """A value that may know what instant it describes."""

    @property
    def as_of(self) -> datetime | None:
        """The instant, None when the provider does not say."""


T = TypeVar("T", bound=Dated)


class Feed(Generic[T]):
    """Fetches often while a pool relies on it, seldom while it stands by."""

    def __init__(
        self,
        spec: FeedSpec,
        client: ProviderClient,
        adapter: Adapter[T],
        clock: Clock,
    ) -> None:
        self.spec = spec
        self.value: T | None = None
        self.as_of: datetime | None = None
        self.failure: ProviderError | None = None
        """What the latest fetch ended with, None when it was good."""
        self.fetched_at: datetime | None = None
        """When the latest fetch ended, good or bad."""
        self.elapsed_ms: float | None = None
        """How long the answers of the latest good fetch took."""
        self.fetches = 0
        self.successes = 0
        """Good fetches in a row."""
        self.is_fetching = False
        self.watchers: list[Callable[[], None]] = []
        """Called after each fetch."""
        self._relied_on_by: set[str] = set()
        self._client = client
        self._adapter = adapter
        self._clock = clock
        self._wake = asyncio.Event()
        self._started: float | None = None

    def state(self) -> FeedState:
        """Return what a pool needs to know for its choice."""
        return FeedState(
            feed=self.spec.id,
            provider=self.spec.provider,
            age_s=None if self.as_of is None else self._clock.age_s(self.as_of),
            fresh_for_s=self.spec.fresh_for_s,
            failure=None if self.failure is None else self.failure.reason,
            successes=self.successes,
        )

    @property
    def interval_s(self) -> float:
        """The present pace."""
        if self._relied_on_by or self.spec.standby_interval_s is None:
            return self.spec.interval_s
        return self.spec.standby_interval_s

    def rely(self, pool: str) -> None:
        """Let a pool rely on this feed: if none did, it fetches now, and from now on at its full pace."""
        if not self._relied_on_by:
            self.wake()
        self._relied_on_by.add(pool)

    def stand_by(self, pool: str) -> None:
        """Let a pool do without this feed."""
        self._relied_on_by.discard(pool)

    def wake(self) -> None:
        """Let it fetch now rather than when that is due."""
        self._wake.set()

    def schedule(self) -> Schedule:
        """Return when the next fetch is due."""
        # A fetch under way serves whoever has woken the feed.
        if self._started is None or (self._wake.is_set() and not self.is_fetching):
            return Schedule(self.interval_s, self._clock.monotonic())
        return Schedule(self.interval_s, self._started + self.interval_s)

    async def rest(self) -> None:
        """Wait until it is time to fetch."""
        while (rest_s := self.schedule().due - self._clock.monotonic()) > 0:
            await pause(self._clock, rest_s, unless=self._wake)

    async def fetch(self) -> bool:
        """Fetch once, and return whether that brought a value.

        A failure leaves the last good value as it is. What is no ProviderError goes through.
        """
        self._started = self._clock.monotonic()
        self.is_fetching = True
        try:
            await self._fetch()
        finally:
            # Whoever came to rely on the feed meanwhile has been served by this fetch.
            self._wake.clear()
            self.is_fetching = False
        return self.failure is None

    async def _fetch(self) -> None:
        try:
            fetched = await self._client.fetch(
                self._adapter, self.value, total_s=self.spec.total_s, max_bytes=self.spec.max_bytes
            )
        except ProviderError as error:
            self._failed(error)
        except Exception:
            # A mistake of ours: the pool must not wait for this feed.
            self._failed(ProviderError(self.spec.provider, "internal error"))
            self._tell()
            raise
        else:
            self.elapsed_ms = fetched.elapsed_ms
            self._succeeded(fetched.value)
        self._tell()

    def _tell(self) -> None:
        self.fetches += 1
        self.fetched_at = self._clock.now()
        for watcher in self.watchers:
            watcher()

    def _succeeded(self, value: T) -> None:
        now = self._clock.now()
        if value.as_of is not None:
            self.as_of = min(value.as_of, now)
        elif not self.spec.is_lively or value != self.value:
            # A market that dates nothing is believed while its numbers move: a frozen one ages.
            self.as_of = now
        if self.failure is not None:
            _log.info("provider answers again", feed=self.spec.id)
        self.value, self.failure = value, None
        self.successes += 1

    def _failed(self, error: ProviderError) -> None:
        if self.failure is None:
            _log.warning("provider fails", feed=self.spec.id, reason=error.reason)
        self.failure = error
        self.successes = 0
