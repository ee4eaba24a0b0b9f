"""Retention: what is too old or too much goes, little by little."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from service.archive.room import CHUNK_ROWS
from service.archive.statements import delete_oldest

if TYPE_CHECKING:
    from datetime import datetime

    from service.archive.database import Database
    from service.archive.room import Room

__all__ = ["Retention"]


@dataclass(frozen=True, slots=True)
class Retention:
    """How much is kept."""

    max_age_s: float = 7 * 86_400.0
    """Real seconds, whatever the clock's scale: instants are never scaled."""
    max_bytes: int = 2**30

    async def trim(self, database: Database, room: Room, records: int, now: datetime) -> int:
        """Delete a chunk of the oldest, so that writing never waits long; return how many. 0: nothing is over.

        Raises Outage.
        """
        async with database.transaction() as connection:
            deleted = await delete_oldest(connection, CHUNK_ROWS, now - timedelta(seconds=self.max_age_s))
        if not deleted and (surplus := await room.surplus(database, records, self.max_bytes)):
            async with database.transaction() as connection:
                deleted = await delete_oldest(connection, surplus)
        if deleted:
            await room.give_back(database)
        return deleted
