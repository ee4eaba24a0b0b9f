from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from service.archive.database import Database
from service.archive.location import locate
from service.archive.outage import Outage
from service.errors import ConfigurationError
from tests.service.archive.shelf import filled

if TYPE_CHECKING:
    from pathlib import Path

    from service.archive.location import Location


async def test_a_file_is_safe_from_crashes_and_can_shrink(file: Location) -> None:
    """A journal that is written ahead, flushed at each commit and cut back, and pages that can be given back."""
    await filled(file, [])
    database = Database(file)
    async with database.transaction() as connection:
        found = [
            (await connection.exec_driver_sql(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "synchronous", "auto_vacuum", "journal_size_limit")
        ]
    await database.close()

    assert found == ["wal", 2, 2, 4 * 2**20]


async def test_a_transaction_that_fails_changes_nothing(location: Location) -> None:
    """Tables are part of it; and the error is an outage that tells the cause, not the statement or its values."""
    await filled(location, [])
    database = Database(location)
    with pytest.raises(Outage) as caught:
        async with database.transaction() as connection:
            await connection.execute(text("CREATE TABLE half (id INTEGER)"))
            await connection.execute(text("INSERT INTO nowhere VALUES (:secret)"), {"secret": "hidden"})
    async with database.transaction() as connection:
        await connection.execute(text("CREATE TABLE half (id INTEGER)"))
    await database.close()

    assert "nowhere" in caught.value.reason
    assert not {"hidden", "INSERT", "class", "\n"} & set(str(caught.value).split(" "))
    assert str(caught.value).startswith(location.shown)


@pytest.mark.parametrize(
    "url", ["postgresql://me:secret@127.0.0.1:9/gateway", "postgresql://me:secret@/gateway?host=/nowhere"]
)
async def test_a_server_that_is_not_there_is_an_outage(url: str) -> None:
    """Whatever the driver raises, it comes as one line without the password."""
    database = Database(locate(url))
    with pytest.raises(Outage) as caught:
        async with database.transaction():
            pass
    await database.close()

    assert "secret" not in str(caught.value)
    assert caught.value.reason


async def test_a_database_that_the_server_does_not_have_is_an_outage(server: Location) -> None:
    """The server's own words are told."""
    database = Database(locate(server.address.replace("/archive", "/missing")))
    with pytest.raises(Outage, match=r'database "missing\d+" does not exist'):
        async with database.transaction():
            pass
    await database.close()


async def test_a_file_that_is_no_database_is_an_outage(tmp_path: Path) -> None:
    """Nothing is overwritten."""
    path = tmp_path / "notes.txt"
    path.write_text("dear diary " * 100, encoding="utf-8")
    database = Database(locate(str(path)))
    with pytest.raises(Outage, match="not a database"):
        async with database.transaction():
            pass
    await database.close()

    assert path.read_text(encoding="utf-8").startswith("dear diary")


def test_a_driver_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the extra that brings it."""
    monkeypatch.setitem(sys.modules, "asyncpg", None)
    with pytest.raises(ConfigurationError, match=r"install crypto-gateway\[postgres\]"):
        Database(locate("postgresql://host/a"))
