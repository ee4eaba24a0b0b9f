"""Room: how much of the disk the archive takes, and how room is given back after records were deleted."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from sqlalchemy import text

if TYPE_CHECKING:
    from service.archive.database import Database

__all__ = ["PostgresRoom", "Room", "SqliteRoom", "room_of"]

CHUNK_ROWS = 500
CHUNK_PAGES = 2000
"""Free pages that are given back at a time, of 4 KiB each."""
KEPT = 0.9
"""PostgreSQL is cut back to this part of the limit, because each cut costs a VACUUM."""
SLACK = 1.25
"""Beyond this many times the limit its files are written anew, which takes long and locks the table."""
VACUUM_TIMEOUT_S = 3600.0
"""Longer than any other statement: what is not finished has to be done again from the beginning."""


class Room(Protocol):
    """What differs between the engines."""

    async def size_bytes(self, database: Database) -> int:
        """Return what the archive takes on the disk."""

    async def surplus(self, database: Database, records: int, max_bytes: int) -> int:
        """Return how many of the oldest records should go now because of the size."""

    async def give_back(self, database: Database) -> None:
        """Make the room of deleted records usable."""


class SqliteRoom:
    """A file that shrinks: free pages are cut off little by little."""

    async def size_bytes(self, database: Database) -> int:
        """Return the size of the pages, used and free, and of the journal."""
        pages, _, page_bytes = await _pages(database)
        journal = Path(f"{database.location.file.resolve()}-wal")
        return pages * page_bytes + (journal.stat().st_size if journal.exists() else 0)  # noqa: ASYNC240  no wait

    async def surplus(self, database: Database, records: int, max_bytes: int) -> int:
        """Return a chunk while the used pages are over the limit, less when that is enough."""
        pages, free, page_bytes = await _pages(database)
        used_bytes = (pages - free) * page_bytes
        over = max(0.0, 1 - max_bytes / used_bytes) if used_bytes else 0.0
        return min(math.ceil(records * over), CHUNK_ROWS)

    async def give_back(self, database: Database) -> None:
        """Cut off some free pages."""
        async with database.unbound() as connection:
            file = (await connection.get_raw_connection()).driver_connection
            assert file is not None  # noqa: S101  it was opened in the line before
            # Each step of this PRAGMA frees one page, and only executescript steps to the end.
            await file.executescript(f"PRAGMA incremental_vacuum({CHUNK_PAGES})")


class PostgresRoom:
    """Files that keep their size: the room of deleted records is used again by new ones.

    How much of them is in use cannot be asked. But when they grow beyond the limit, and beyond what they were at the
    last cut, then they are full. Each cut comes a little late, so they creep; SLACK is where that ends.
    """

    def __init__(self) -> None:
        self._surplus = 0
        self._vacuum: str | None = None
        self._high_bytes = 0
        """The size after the last cut."""

    async def size_bytes(self, database: Database) -> int:
        """Return the size of the table with its indexes."""
        async with database.transaction() as connection:
            return int((await connection.execute(text("SELECT pg_total_relation_size('updates')"))).scalar_one())

    async def surplus(self, database: Database, records: int, max_bytes: int) -> int:
        """Return a chunk of what has to go. The last chunk is followed by a rest until the files have grown again.

        While the room of deleted records could not be given back the size says nothing, and nothing more goes.
        """
        await self.give_back(database)
        if not self._surplus:
            size_bytes = await self.size_bytes(database)
            if size_bytes > max(max_bytes, self._high_bytes):
                self._surplus = math.ceil(records * (1 - KEPT * max_bytes / size_bytes))
                is_far_over = size_bytes > SLACK * max_bytes
                self._vacuum = "VACUUM FULL updates" if is_far_over else "VACUUM updates"
                self._high_bytes = 0 if is_far_over else size_bytes
        chunk = min(self._surplus, CHUNK_ROWS)
        self._surplus -= chunk
        return chunk

    async def give_back(self, database: Database) -> None:
        """Let new records use the room, once all that had to go has gone. The server itself sees to what grows old."""
        if self._vacuum is not None and not self._surplus:
            async with database.unbound() as connection:
                server = (await connection.get_raw_connection()).driver_connection
                assert server is not None  # noqa: S101  it was opened in the line before
                await server.execute(self._vacuum, timeout=VACUUM_TIMEOUT_S)
            self._vacuum = None


def room_of(database: Database) -> Room:
    """Return the room of this database's engine."""
    return SqliteRoom() if database.location.engine == "sqlite" else PostgresRoom()


async def _pages(database: Database) -> tuple[int, int, int]:
    """Return the number of pages, how many of them are free, and the bytes of each."""
    async with database.transaction() as connection:
        query = "SELECT * FROM pragma_page_count, pragma_freelist_count, pragma_page_size"
        pages, free, page_bytes = (await connection.execute(text(query))).one()
        return pages, free, page_bytes
