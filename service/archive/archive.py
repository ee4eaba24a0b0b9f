"""Archive: takes every published update at once, and stores it when the database lets it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog

from service.archive.buffer import Buffer
from service.archive.outage import Outage
from service.archive.record import Record, storable
from service.archive.retention import Retention
from service.archive.state import ArchiveState
from service.archive.store import Store
from service.errors import ConfigurationError

if TYPE_CHECKING:
    from datetime import datetime

    from service.archive.database import Database
    from service.clock import Clock

__all__ = ["Archive"]

BATCH_ROWS = 500
BATCH_S = 1.0
"""A record waits no longer than this for its batch."""
SURVEY_S = 5.0
"""Between two looks at size and marks."""
RETENTION_S = 60.0
TRIMS = 10
"""In one round at most; the next round goes on."""
PAUSES_S = (0.5, 1.0, 2.0, 5.0)
"""After the first failure, the second, and so on; the last one repeats."""

_log = structlog.get_logger(__name__)


class Archive:
    """One writer. `append` never waits and never fails; `step` is repeated by a loop.

    While the database cannot be written, records wait in a buffer; what that cannot hold is lost and counted.
    """

    def __init__(
        self, database: Database, clock: Clock, *, retention: Retention | None = None, buffer_rows: int = 10_000
    ) -> None:
        self._location = database.location
        self._clock = clock
        self._retention = retention or Retention()
        self._buffer = Buffer(buffer_rows)
        self._store = Store(database)
        self._full = asyncio.Event()
        self._round: asyncio.Task[None] | None = None
        self._failures = 0
        self._lost_before = 0
        self._last_error: str | None = None
        self._last_save: datetime | None = None
        self._survey_at = self._retention_at = self._rested_since = clock.monotonic()

    async def open(self) -> None:
        """Open the database. When that is not possible now it is tried again by each step.

        Raises ConfigurationError when waiting would not help: another gateway writes to the file, or the database was
        written by a newer one.
        """
        try:
            await self._store.open()
        except Outage as error:
            await self._failed(error)
            self._rested_since = self._clock.monotonic()
        except ConfigurationError:
            await self._store.close(for_good=True)
            raise

    def append(self, service: str, text: str, at: datetime) -> None:
        """Take a published update: its frame as sent, and when."""
        record = Record(service, at, text)
        lost = self._buffer.lost
        if storable(record):
            self._buffer.add(record)
        else:
            self._buffer.lost += 1
        if lost == self._lost_before < self._buffer.lost:
            _log.error("archive loses updates", location=self._location.shown, waiting=len(self._buffer))
        if len(self._buffer) >= BATCH_ROWS:
            self._full.set()

    async def step(self) -> None:
        """Wait until there is a batch, store it, and do what else is due."""
        await self.rest()
        await self.work()

    async def work(self) -> bool:
        """Store what waits, and do what else is due. False while the database cannot be written."""
        self._rested_since = self._clock.monotonic()
        self._round = asyncio.create_task(self._work(), name="archive.round")
        # Whoever ends this loop does not cut a commit in two; `close` waits for it.
        await asyncio.shield(self._round)
        self._rested_since = self._clock.monotonic()
        return not self._failures

    async def close(self, timeout_s: float = 5.0) -> None:
        """Store what waits, if that takes no longer than so many real seconds, and close the database.

        The loop must have ended before.
        """
        try:
            async with asyncio.timeout(timeout_s):
                if self._round is not None:
                    await asyncio.wait({self._round})
                await self._flush()
        except TimeoutError:
            if self._round is not None:
                self._round.cancel()
            _log.warning("archive gave up at the end", location=self._location.shown, after_s=timeout_s)
        if self._buffer:
            _log.error("archive lost updates at the end", location=self._location.shown, lost=len(self._buffer))
        await self._store.close(for_good=True)

    def state(self) -> ArchiveState:
        """Describe the archive now; nothing is read for it."""
        store = self._store
        return ArchiveState(
            location=self._location.shown,
            engine=self._location.engine,
            writing=store.is_open and not self._failures,
            records=store.records,
            size_bytes=store.size_bytes,
            oldest=store.span.oldest,
            last_save=self._last_save or store.span.newest,
            pending=len(self._buffer),
            waiting_since=self._buffer.waiting_since,
            lost=self._buffer.lost,
            last_error=self._last_error,
            last_backup=store.marks.get("last_backup"),
            last_export=store.marks.get("last_export"),
        )

    @property
    def interval_s(self) -> float:
        """The present pace: how long it rests after a round, unless a batch is full before."""
        return PAUSES_S[min(self._failures, len(PAUSES_S)) - 1] if self._failures else BATCH_S

    def due(self) -> float:
        """Return when it works next, in seconds of the monotonic clock; in the past when it is late."""
        if self._full.is_set() and not self._failures:
            return self._clock.monotonic()
        return self._rested_since + self.interval_s

    async def rest(self) -> None:
        """Wait until there is a batch, or until it is time to try again."""
        rest_s = self._rested_since + self.interval_s - self._clock.monotonic()
        if self._failures:
            await self._clock.sleep(rest_s)
            return
        sleeping = asyncio.create_task(self._clock.sleep(rest_s), name="archive.sleep")
        filling = asyncio.create_task(self._full.wait(), name="archive.fill")
        try:
            await asyncio.wait({sleeping, filling}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            sleeping.cancel()
            filling.cancel()

    async def _flush(self) -> None:
        while self._buffer:
            await self._work()
            if self._failures:
                return

    async def _work(self) -> None:
        """Do one round; a database that fails is left for a while."""
        try:
            if not self._store.is_open:
                await self._store.open()
            await self._write()
            await self._tend()
        except (Outage, ConfigurationError) as error:
            await self._failed(error)
        else:
            self._recovered()

    async def _write(self) -> None:
        """Store what waits now, in batches. What comes meanwhile is for the next round, lest batches become tiny."""
        due = len(self._buffer)
        while due > 0 and (batch := self._buffer.take(BATCH_ROWS)):
            await self._store.write(batch)
            self._buffer.done()
            self._last_save = self._clock.now()
            due -= len(batch)
        if len(self._buffer) < BATCH_ROWS:
            self._full.clear()

    async def _tend(self) -> None:
        """Trim and survey when it is time."""
        now = self._clock.monotonic()
        if now >= self._retention_at:
            # Also after a failure: what may lock the table for long is not tried again at once.
            self._retention_at = now + RETENTION_S
            for _ in range(TRIMS):
                if not await self._store.trim(self._retention, self._clock.now()):
                    break
            else:
                self._retention_at = now
        if now >= self._survey_at:
            await self._store.survey()
            self._survey_at = now + SURVEY_S

    async def _failed(self, error: Outage | ConfigurationError) -> None:
        self._failures += 1
        self._last_error = error.reason if isinstance(error, Outage) else str(error)
        if self._failures == 1:
            _log.warning("archive cannot write", location=self._location.shown, reason=self._last_error)
        await self._store.close()

    def _recovered(self) -> None:
        if self._failures:
            lost = self._buffer.lost - self._lost_before
            _log.info("archive writes again", location=self._location.shown, waiting=len(self._buffer), lost=lost)
        self._failures = 0
        self._lost_before = self._buffer.lost
