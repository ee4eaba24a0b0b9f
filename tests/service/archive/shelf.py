"""Arrangers of the archive's tests: records, an open archive, and what is stored."""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from service.archive.archive import Archive
from service.archive.database import Database
from service.archive.instant import from_ms
from service.archive.record import Record
from service.archive.schema import updates
from tests.fakes.clock import START, FakeClock

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable
    from datetime import datetime

    from service.archive.location import Location
    from service.archive.retention import Retention

__all__ = ["filled", "opened", "put", "record", "stored"]


def record(number: int, service: str = "market_data", at: datetime | None = None, length: int = 0) -> Record:
    """Make the record of a number, one second after the one before; its data is not shorter than `length`."""
    at = START + timedelta(seconds=number) if at is None else at
    data = f'{{"number":{number},"name":"é€","rest":"{"x" * length}"}}'
    stamp = at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    text = f'{{"service":"{service}","type":"update","data":{data},"timestamp":"{stamp}"}}'
    return Record(service, at, text)


def put(archive: Archive, records: Iterable[Record]) -> None:
    """Append records."""
    for one in records:
        archive.append(one.service, one.text, one.at)


@asynccontextmanager
async def opened(
    where: Location | Database,
    clock: FakeClock | None = None,
    *,
    retention: Retention | None = None,
    buffer_rows: int = 10_000,
) -> AsyncIterator[Archive]:
    """Open an archive, and close it at the end. Its clock moves by itself unless another is given."""
    database = where if isinstance(where, Database) else Database(where)
    archive = Archive(database, clock or FakeClock(auto=True), retention=retention, buffer_rows=buffer_rows)
    await archive.open()
    try:
        yield archive
    finally:
        await archive.close()


async def filled(location: Location, records: Iterable[Record]) -> None:
    """Make an archive that holds these records."""
    async with opened(location) as archive:
        put(archive, records)


async def stored(location: Location) -> list[Record]:
    """Return all that is stored, in order."""
    database = Database(location)
    async with database.transaction() as connection:
        rows = await connection.execute(select(updates).order_by(updates.c.id))
        found = [Record(row.service, from_ms(row.at), row.text) for row in rows]
    await database.close()
    return found
