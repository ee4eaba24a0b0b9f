"""The statements on the tables, the same for SQLite and PostgreSQL."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, insert, select, text

from service.archive.instant import from_ms, to_ms
from service.archive.schema import marks, updates

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from service.archive.record import Record

__all__ = ["SET_MARK", "Span", "contains", "count", "delete_oldest", "insert_all", "read_marks", "set_mark", "span"]

SET_MARK = "INSERT INTO marks (name, at) VALUES (:name, :at) ON CONFLICT (name) DO UPDATE SET at = excluded.at"


@dataclass(frozen=True, slots=True)
class Span:
    """What lies between the first and the last record."""

    oldest: datetime | None = None
    newest: datetime | None = None
    last_id: int = 0


async def insert_all(connection: AsyncConnection, records: Sequence[Record]) -> int:
    """Store records in order; return the id of the last."""
    rows = [{"service": record.service, "at": to_ms(record.at), "text": record.text} for record in records]
    await connection.execute(insert(updates), rows)
    return int((await connection.execute(select(func.max(updates.c.id)))).scalar_one())


async def contains(connection: AsyncConnection, record: Record, after_id: int) -> bool:
    """Tell whether a record was stored after a certain id."""
    query = select(updates.c.id).where(
        updates.c.service == record.service,
        updates.c.at == to_ms(record.at),
        updates.c.id > after_id,
        updates.c.text == record.text,
    )
    return (await connection.execute(query.limit(1))).first() is not None


async def count(connection: AsyncConnection) -> int:
    """Count the records. Reads an index, so it takes a while."""
    return (await connection.execute(select(func.count()).select_from(updates))).scalar_one()


async def span(connection: AsyncConnection) -> Span:
    """Find the ends. Quick: each comes from an index."""
    query = select(
        select(func.min(updates.c.at)).scalar_subquery(),
        select(func.max(updates.c.at)).scalar_subquery(),
        select(func.max(updates.c.id)).scalar_subquery(),
    )
    oldest, newest, last_id = (await connection.execute(query)).one()
    if last_id is None:
        return Span()
    return Span(from_ms(oldest), from_ms(newest), last_id)


async def delete_oldest(connection: AsyncConnection, max_rows: int, before: datetime | None = None) -> int:
    """Delete some of the oldest records, or of those before an instant; return how many there were."""
    oldest = select(updates.c.id).order_by(updates.c.at, updates.c.id).limit(max_rows)
    if before is not None:
        oldest = oldest.where(updates.c.at < to_ms(before))
    return (await connection.execute(delete(updates).where(updates.c.id.in_(oldest)))).rowcount


async def set_mark(connection: AsyncConnection, name: str, at: datetime) -> None:
    """Note when something was done last."""
    await connection.execute(text(SET_MARK), {"name": name, "at": to_ms(at)})


async def read_marks(connection: AsyncConnection) -> dict[str, datetime]:
    """Return when what was done last, by name."""
    return {name: from_ms(at) for name, at in await connection.execute(select(marks.c.name, marks.c.at))}
