"""Export: reads the updates of one service, page by page, so that memory stays the same however many there are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select, tuple_

from service.archive.database import Database
from service.archive.instant import from_ms, to_ms
from service.archive.migrations import migrate, version_of
from service.archive.record import Record
from service.archive.schema import updates
from service.archive.statements import set_mark
from service.errors import ConfigurationError, GatewayError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement

    from service.archive.location import Location
    from service.archive.sinks import Sink

__all__ = ["Selection", "count_selected", "export", "open_archive", "pages"]

PAGE_ROWS = 200


@dataclass(frozen=True, slots=True)
class Selection:
    """Which updates."""

    service: str
    since: datetime | None = None
    """The first instant; None for the beginning."""
    until: datetime | None = None
    """The first instant that does not belong to it; None for the end."""

    def conditions(self) -> list[ColumnElement[bool]]:
        """Say the same in SQL."""
        found = [updates.c.service == self.service]
        if self.since is not None:
            found.append(updates.c.at >= to_ms(self.since))
        if self.until is not None:
            found.append(updates.c.at < to_ms(self.until))
        return found


async def open_archive(location: Location) -> Database:
    """Open an archive that exists, beside the gateway that may be writing to it.

    Raises ConfigurationError when there is none, or it is of a newer version; Outage when it cannot be read.
    """
    if location.engine == "sqlite" and not location.file.is_file():
        raise ConfigurationError(location.shown, "there is no archive")
    database = Database(location)
    try:
        async with database.transaction() as connection:
            if await connection.run_sync(version_of) is None:
                raise ConfigurationError(location.shown, "this database is no archive")
            await connection.run_sync(migrate, location.shown)
    except GatewayError:
        await database.close()
        raise
    return database


async def count_selected(database: Database, selection: Selection) -> int:
    """Count the updates of a selection. Raises Outage."""
    async with database.transaction() as connection:
        query = select(func.count()).select_from(updates).where(*selection.conditions())
        return (await connection.execute(query)).scalar_one()


async def pages(database: Database, selection: Selection) -> AsyncIterator[Sequence[Record]]:
    """Read a selection by time, in the order of publishing where instants are equal. Raises Outage.

    Each page is a transaction of its own: a long export keeps nobody from writing.
    """
    query = select(updates.c.id, updates.c.service, updates.c.at, updates.c.text).where(*selection.conditions())
    query = query.order_by(updates.c.at, updates.c.id).limit(PAGE_ROWS)
    page = query
    while True:
        async with database.transaction() as connection:
            rows = (await connection.execute(page)).all()
        if not rows:
            return
        yield [Record(service, from_ms(at_ms), text) for _, service, at_ms, text in rows]
        last_id, _, last_ms, _ = rows[-1]
        page = query.where(tuple_(updates.c.at, updates.c.id) > (last_ms, last_id))


async def export(
    database: Database, selection: Selection, sink: Sink, at: datetime, *, progress: Callable[[int], None]
) -> int:
    """Write a selection into a sink, and note `at` as the last export; return how many updates there were.

    progress: told after each page how many updates it had. Raises Outage, and OSError of the sink.
    """
    exported = 0
    async for records in pages(database, selection):
        sink.write(records)
        exported += len(records)
        progress(len(records))
    sink.close()
    async with database.transaction() as connection:
        await set_mark(connection, "last_export", at)
    return exported
