"""The tables, as the statements see them; migrations.py is what creates them."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, MetaData, Table, Text

__all__ = ["marks", "metadata", "schema_version", "updates"]

metadata = MetaData()

updates = Table(
    "updates",
    metadata,
    # SQLite gives its automatic numbers to INTEGER alone. AUTOINCREMENT: a number is never used twice.
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("service", Text, nullable=False),
    Column("at", BigInteger, nullable=False, doc="Milliseconds since 1970, UTC."),
    Column("text", Text, nullable=False, doc="The frame as sent."),
    Index("updates_by_service", "service", "at", "id"),
    Index("updates_by_age", "at", "id"),
    sqlite_autoincrement=True,
)

marks = Table(
    "marks",
    metadata,
    Column("name", Text, primary_key=True, doc="`last_backup` or `last_export`."),
    Column("at", BigInteger, nullable=False),
)

schema_version = Table("schema_version", metadata, Column("version", Integer, nullable=False))
