from __future__ import annotations

import asyncio
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import event
from structlog.testing import capture_logs

from service.archive.archive import Archive
from service.archive.database import Database
from service.archive.location import locate
from tests.fakes.clock import START, FakeClock
from tests.service.archive.shelf import opened, put, record, stored

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.engine.interfaces import DBAPIConnection

    from service.archive.location import Location
    from tests.service.archive.postgres import Postgres


class Disk:
    """Room for so many pages of SQLite, for all connections that are made from now on."""

    def __init__(self, database: Database) -> None:
        self.pages = 10**9
        event.listen(database.engine.sync_engine, "connect", self._limit)

    def _limit(self, connection: DBAPIConnection, _: object) -> None:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA max_page_count={self.pages}")
        cursor.close()


async def test_a_full_disk_is_waited_out(file: Location) -> None:
    """What does not fit waits; when there is room again it is stored, in order, without help."""
    database = Database(file)
    disk = Disk(database)
    disk.pages = 100
    big = [record(n, length=3000) for n in range(400)]
    async with opened(database) as archive:
        put(archive, big[:50])
        await archive.step()
        put(archive, big[50:])
        for _ in range(3):
            await archive.step()
        state = archive.state()
        assert (state.writing, state.records, state.pending, state.lost) == (False, 50, 350, 0)
        assert state.last_error == "database or disk is full"

        disk.pages = 10**9
        await archive.step()
        assert (archive.state().writing, archive.state().pending) == (True, 0)
        assert archive.state().last_error == "database or disk is full"

    assert await stored(file) == big


async def test_a_locked_file_is_waited_out(file: Location) -> None:
    """Another program holds the file; appending goes on meanwhile, and nothing is lost."""
    async with opened(file) as archive:
        with closing(sqlite3.connect(file.file, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            put(archive, [record(0)])
            await archive.step()
            put(archive, [record(1)])
            assert (archive.state().writing, archive.state().pending) == (False, 2)
            assert archive.state().last_error == "database is locked"
            other.execute("ROLLBACK")
        await archive.step()

        assert (archive.state().writing, archive.state().pending) == (True, 0)
    assert await stored(file) == [record(0), record(1)]


async def test_a_folder_that_is_gone_comes_back(file: Location) -> None:
    """A disk that was taken away and is mounted again: the archive goes on in it."""
    folder = file.file.parent
    async with opened(file) as archive:
        put(archive, [record(0)])
        await archive.step()
        away = folder.rename(folder.with_name("away"))
        folder.touch()
        put(archive, [record(1)])
        for _ in range(2):
            await archive.step()
            assert (archive.state().writing, archive.state().pending) == (False, 1)

        folder.unlink()
        away.rename(folder)
        await archive.step()
        assert archive.state().records == 2
    assert await stored(file) == [record(0), record(1)]


async def test_a_file_that_was_deleted_is_made_anew(file: Location) -> None:
    """SQLite would go on writing to a file without a name, and all of it would be lost at the end."""
    async with opened(file) as archive:
        put(archive, [record(0)])
        await archive.step()
        for path in file.file.parent.iterdir():
            path.unlink()
        put(archive, [record(1)])
        await archive.step()
        assert archive.state().last_error == "the file was removed or replaced"
        await archive.step()
        assert (archive.state().writing, archive.state().records) == (True, 1)

    assert await stored(file) == [record(1)]


async def test_a_server_that_dies_is_waited_out(server: Location, postgres: Postgres) -> None:
    """PostgreSQL is stopped hard and started again; nothing is lost and nothing doubled."""
    async with opened(server) as archive:
        put(archive, [record(0)])
        await archive.step()
        postgres.stop()
        try:
            put(archive, [record(1)])
            for _ in range(2):
                await archive.step()
                assert (archive.state().writing, archive.state().pending) == (False, 1)
            put(archive, [record(2)])
        finally:
            postgres.start()
        await archive.step()
        assert (archive.state().writing, archive.state().records) == (True, 3)

    assert await stored(server) == [record(0), record(1), record(2)]


async def test_a_server_that_is_not_there_yet_is_waited_for(server: Location, postgres: Postgres) -> None:
    """The gateway starts all the same, and its first updates are kept."""
    postgres.stop()
    try:
        archive = Archive(Database(server), FakeClock(auto=True))
        await archive.open()
        put(archive, [record(0)])
        assert not archive.state().writing
    finally:
        postgres.start()
    await archive.step()
    assert archive.state().writing
    await archive.close()

    assert await stored(server) == [record(0)]


async def test_loss_is_one_gap_and_is_told_once(tmp_path: Path) -> None:
    """The buffer keeps the newest; the log has the failure, the first loss and the recovery, and no more."""
    wall = tmp_path / "wall"
    wall.touch()
    location = locate(str(wall / "gateway.db"))
    with capture_logs() as logs:
        async with opened(location, buffer_rows=10) as archive:
            for number in range(25):
                put(archive, [record(number)])
                await archive.step()
            assert (archive.state().pending, archive.state().lost) == (10, 15)
            wall.unlink()
            await archive.step()
            assert (archive.state().pending, archive.state().lost) == (0, 15)

    assert await stored(location) == [record(number) for number in range(15, 25)]
    assert [(entry["log_level"], entry["event"], entry.get("lost")) for entry in logs] == [
        ("warning", "archive cannot write", None),
        ("error", "archive loses updates", None),
        ("info", "archive writes again", 15),
    ]


async def test_attempts_grow_rarer_up_to_five_seconds(tmp_path: Path) -> None:
    """A database that is down is not hammered, and one that is back is found within five seconds."""
    wall = tmp_path / "wall"
    wall.touch()
    clock = FakeClock(auto=True)
    async with opened(locate(str(wall / "gateway.db")), clock) as archive:
        for _ in range(6):
            await archive.step()

    assert clock.slept == [0.5, 1.0, 2.0, 5.0, 5.0, 5.0]


async def test_the_end_does_not_wait_for_ever(file: Location) -> None:
    """A file that stays locked costs the time that was granted; what could not be stored is told."""
    clock = FakeClock()
    archive = Archive(Database(file), clock)
    await archive.open()
    put(archive, [record(0)])
    with capture_logs() as logs, closing(sqlite3.connect(file.file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        async with asyncio.timeout(5.0):
            await archive.close(timeout_s=0.05)

    assert [entry["event"] for entry in logs] == ["archive gave up at the end", "archive lost updates at the end"]
    assert clock.now() == START


async def test_updates_of_any_age_survive_a_clock_that_jumps_back(file: Location) -> None:
    """Order is that of publishing, whatever the instants say."""
    records = [record(5), record(3, at=START - timedelta(days=1)), record(4)]
    async with opened(file) as archive:
        put(archive, records)

    assert await stored(file) == records


def test_a_read_only_folder_does_not_stop_the_gateway(tmp_path: Path) -> None:
    """It starts, publishes and says so; root may write everywhere, so this one is a folder of /proc."""
    script = """
import asyncio
from service.archive.archive import Archive
from service.archive.database import Database
from service.archive.location import locate
from service.clock import SystemClock

async def main():
    archive = Archive(Database(locate("/proc/self/gateway.db")), SystemClock(0.01))
    await archive.open()
    archive.append("news", "{}", SystemClock().now())
    await archive.step()
    state = archive.state()
    await archive.close()
    print(state.writing, state.pending)

asyncio.run(main())
"""
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ, timeout=30)

    assert done.stdout.splitlines()[-1] == "False 1"
