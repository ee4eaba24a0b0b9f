"""Store: a database that is open for writing, and what is known of its contents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.archive.lock import FileLock
from service.archive.migrations import migrate
from service.archive.outage import Outage
from service.archive.room import room_of
from service.archive.statements import Span, contains, count, insert_all, read_marks, span

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from service.archive.database import Database
    from service.archive.record import Record
    from service.archive.retention import Retention

__all__ = ["Store"]


class Store:
    """The one writer of a database. Every method but `close` raises Outage, after which it must be opened again."""

    def __init__(self, database: Database) -> None:
        self.is_open = False
        self.records = 0
        self.size_bytes = 0
        self.span = Span()
        self.marks: dict[str, datetime] = {}
        self._database = database
        self._room = room_of(database)
        location = database.location
        self._lock = FileLock(location.file) if location.engine == "sqlite" else None
        self._file: tuple[int, int] | None = None
        self._last_id: int | None = None
        """Of the newest record that was surely stored."""
        self._in_doubt = False
        """Whether an attempt has failed whose records may be stored all the same."""

    async def open(self) -> None:
        """Lock the file, bring the tables to this version, count the records.

        Raises ConfigurationError when another process writes to the file, or the database is of a newer version.
        """
        self._claim()
        location = self._database.location
        async with self._database.transaction() as connection:
            await connection.run_sync(migrate, location.shown)
        async with self._database.transaction() as connection:
            self.records = await count(connection)
        await self.survey()
        self._file = self._identity()
        # In a new file the numbers begin anew.
        self._last_id = self.span.last_id if self._last_id is None else min(self._last_id, self.span.last_id)
        self.is_open = True

    async def write(self, records: Sequence[Record]) -> None:
        """Store a batch in one transaction.

        After a failure the same batch must be the next one: when the connection broke during the commit nobody knows
        whether it was done, so the repetition looks first. No record is stored twice.
        """
        if self._identity() != self._file:
            # The system would let us write to a file that has no name any more.
            raise Outage(self._database.location.shown, "the file was removed or replaced")
        was_in_doubt, self._in_doubt = self._in_doubt, True
        async with self._database.transaction() as connection:
            stored = was_in_doubt and await contains(connection, records[0], self._last_id or 0)
            last_id = (await span(connection)).last_id if stored else await insert_all(connection, records)
        self._last_id = last_id
        self._in_doubt = False
        # What was stored by the doubtful attempt was counted when the database was opened again.
        self.records += 0 if stored else len(records)

    async def trim(self, retention: Retention, now: datetime) -> bool:
        """Delete a chunk of what need not be kept; tell whether there may be more."""
        deleted = await retention.trim(self._database, self._room, self.records, now)
        self.records -= deleted
        return deleted > 0

    async def survey(self) -> None:
        """Look at the ends, the marks and the size again."""
        async with self._database.transaction() as connection:
            self.span = await span(connection)
            self.marks = await read_marks(connection)
        self.size_bytes = await self._room.size_bytes(self._database)

    async def close(self, *, for_good: bool = False) -> None:
        """Close the connections; for good, give the lock back too."""
        self.is_open = False
        await self._database.close()
        if for_good and self._lock is not None:
            self._lock.release()

    def _claim(self) -> None:
        location = self._database.location
        if self._lock is None:
            return
        try:
            location.file.parent.mkdir(parents=True, exist_ok=True)
            self._lock.acquire()
        except OSError as error:
            raise Outage(location.shown, error.strerror or str(error)) from error

    def _identity(self) -> tuple[int, int] | None:
        """Return what tells a file from another one of the same name; None for PostgreSQL, and when it is gone."""
        location = self._database.location
        if location.engine != "sqlite":
            return None
        try:
            found = location.file.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino
