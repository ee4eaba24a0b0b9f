from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Connection, inspect, text

from service.archive.database import Database
from service.archive.migrations import MIGRATIONS, migrate, version_of
from service.archive.outage import Outage
from service.archive.schema import metadata
from service.errors import ConfigurationError
from tests.service.archive.shelf import filled, record, stored

if TYPE_CHECKING:
    from service.archive.location import Location


def add_note(connection: Connection) -> None:
    connection.execute(text("ALTER TABLE updates ADD COLUMN note TEXT"))


def fail(connection: Connection) -> None:
    connection.execute(text("CREATE TABLE half (id INTEGER)"))
    connection.execute(text("SELECT nonsense"))


def shape(connection: Connection) -> dict[str, object]:
    found = inspect(connection)
    return {
        table: (
            [(column["name"], column["nullable"]) for column in found.get_columns(table)],
            found.get_pk_constraint(table)["constrained_columns"],
            sorted((index["name"], index["column_names"]) for index in found.get_indexes(table)),
        )
        for table in found.get_table_names()
        if not table.startswith("sqlite_")
    }


async def test_the_migrations_make_the_tables_that_the_statements_expect(location: Location) -> None:
    """Tables, columns, keys and indexes are those of schema.py, in both kinds of database."""
    await filled(location, [])
    database = Database(location)
    async with database.transaction() as connection:
        made = await connection.run_sync(shape)
        await connection.run_sync(metadata.drop_all)
        await connection.run_sync(metadata.create_all)
        expected = await connection.run_sync(shape)
    await database.close()

    assert made == expected
    assert set(made) == {"updates", "marks", "schema_version"}


async def test_an_archive_of_version_1_goes_on_in_version_2(location: Location) -> None:
    """Each migration is applied once, and the records stay."""
    await filled(location, [record(1)])
    database = Database(location)
    for _ in range(2):
        async with database.transaction() as connection:
            await connection.run_sync(migrate, "here", (*MIGRATIONS, add_note))
    async with database.transaction() as connection:
        version = await connection.run_sync(version_of)
        columns = (await connection.run_sync(shape))["updates"]
    await database.close()

    assert version == len(MIGRATIONS) + 1
    assert "note" in str(columns)
    assert await stored(location) == [record(1)]


async def test_a_migration_that_fails_leaves_nothing_behind(location: Location) -> None:
    """Not even its first half: the next start finds the version before."""
    await filled(location, [record(1)])
    database = Database(location)
    with pytest.raises(Outage, match="nonsense"):
        async with database.transaction() as connection:
            await connection.run_sync(migrate, "here", (*MIGRATIONS, fail))
    async with database.transaction() as connection:
        assert await connection.run_sync(version_of) == len(MIGRATIONS)
        assert set(await connection.run_sync(shape)) == {"updates", "marks", "schema_version"}
    await database.close()


async def test_a_newer_archive_is_refused(location: Location) -> None:
    """An older program does not know what it would break; the user is told both versions."""
    await filled(location, [])
    database = Database(location)
    with pytest.raises(ConfigurationError, match=r"newer gateway \(version 2, this one knows 1\)"):
        async with database.transaction() as connection:
            await connection.run_sync(migrate, "here", (*MIGRATIONS, add_note))
            await connection.run_sync(migrate, "here", MIGRATIONS)
    await database.close()
