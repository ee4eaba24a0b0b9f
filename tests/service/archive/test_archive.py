from __future__ import annotations

import asyncio
import tempfile
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.archive.archive import Archive
from service.archive.database import Database
from service.archive.location import locate
from service.archive.statements import set_mark
from service.errors import ConfigurationError
from tests.fakes.clock import START, FakeClock
from tests.service.archive.faults import FlakyDatabase, Moment
from tests.service.archive.shelf import filled, opened, put, record, stored

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sqlalchemy.ext.asyncio import AsyncConnection

    from service.archive.location import Location

PATIENCE_S = 10.0


class BusyDatabase(Database):
    """While it stores one update the next one comes."""

    archive: Archive | None = None

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection]:
        """Give a connection in a transaction, and append a record."""
        async with super().transaction() as connection:
            yield connection
        if self.archive is not None:
            put(self.archive, [record(1)])


async def test_what_was_appended_is_stored_exactly(location: Location) -> None:
    """Each record with its service, its instant and its text, in order, in both kinds of database."""
    records = [record(n, service=("news", "sentiment")[n % 2], length=10 * n) for n in range(1200)]
    async with opened(location) as archive:
        put(archive, records)
        await archive.step()
        state = archive.state()
        assert (state.writing, state.records, state.pending, state.lost) == (True, 1200, 0, 0)

    assert await stored(location) == records


async def test_the_rest_is_stored_at_the_end(location: Location) -> None:
    """Closing flushes, and the next start goes on behind what is there."""
    await filled(location, [record(1)])
    async with opened(location) as archive:
        assert archive.state().records == 1
        put(archive, [record(2), record(3)])

    assert await stored(location) == [record(1), record(2), record(3)]


async def test_a_record_waits_a_second_for_its_batch(file: Location) -> None:
    """Not less, so that there is one commit a second; not more, because a second is what may be lost."""
    clock = FakeClock()
    async with opened(file, clock) as archive, asyncio.timeout(PATIENCE_S):
        put(archive, [record(1)])
        step = asyncio.create_task(archive.step())
        await clock.advance(0.99)
        await asyncio.wait({step}, timeout=0.1)
        assert (step.done(), archive.state().pending) == (False, 1)

        await clock.advance(0.02)
        await step
        assert (archive.state().records, archive.state().pending) == (1, 0)


async def test_a_full_batch_does_not_wait(file: Location) -> None:
    """500 records are stored without a moment of the clock; 499 wait."""
    clock = FakeClock()
    async with opened(file, clock) as archive, asyncio.timeout(PATIENCE_S):
        put(archive, (record(n) for n in range(499)))
        step = asyncio.create_task(archive.step())
        await asyncio.wait({step}, timeout=0.1)
        assert not step.done()

        put(archive, [record(499)])
        await step
        assert (archive.state().records, clock.now()) == (500, START)

        step = asyncio.create_task(archive.step())
        await asyncio.wait({step}, timeout=0.1)
        assert not step.done()
        step.cancel()


async def test_all_that_waits_is_stored_in_one_round(file: Location) -> None:
    """After an outage the buffer is worked off at once, in batches."""
    async with opened(file) as archive:
        put(archive, (record(n) for n in range(2500)))
        await archive.step()

        assert (archive.state().records, archive.state().pending) == (2500, 0)


async def test_a_round_ends_however_much_comes(file: Location) -> None:
    """What comes while it writes is for the next one; else batches would become tiny, and nothing else be done."""
    database = BusyDatabase(file)
    async with opened(database) as archive, asyncio.timeout(PATIENCE_S):
        database.archive = archive
        put(archive, [record(0)])
        await archive.step()
        database.archive = None

        assert archive.state().records == 1
        assert archive.state().pending > 0


async def test_the_size_is_that_of_the_file_and_its_journal(file: Location) -> None:
    """What was written last stands in the journal, which takes room on the disk as well."""
    async with opened(file) as archive:
        put(archive, (record(n, length=2000) for n in range(1000)))
        await archive.work()
        journal = Path(f"{file.file}-wal").stat().st_size

        assert journal > 2_000_000
        assert archive.state().size_bytes > journal + 2_000_000
    assert file.file.stat().st_size > 2_000_000


async def test_gateways_that_start_together_make_the_tables_once(server: Location) -> None:
    """Each waits for the one before; none finds half of an archive."""
    clock = FakeClock(auto=True)
    archives = [Archive(Database(server), clock) for _ in range(4)]
    await asyncio.gather(*(archive.open() for archive in archives))
    states = [archive.state() for archive in archives]
    for archive in archives:
        await archive.close()

    assert [(state.writing, state.last_error) for state in states] == [(True, None)] * 4


async def test_the_state_tells_what_is_there(location: Location) -> None:
    """Place, size, ends and instants; a new archive has none, a later start knows them all."""
    clock = FakeClock(auto=True, at=START + timedelta(days=1))
    async with opened(location, clock) as archive:
        empty = archive.state()
        assert (empty.location, empty.engine, empty.writing) == (location.shown, location.engine, True)
        assert (empty.records, empty.oldest, empty.last_save, empty.last_error) == (0, None, None, None)
        assert empty.size_bytes > 0

        put(archive, (record(n, length=2000) for n in (2, 1, 3)))
        await archive.step()
        assert archive.state().last_save == clock.now()
        put(archive, (record(n, length=2000) for n in range(4, 204)))
        clock.jump(5.0)
        await archive.step()
        full = archive.state()
        assert full.size_bytes > empty.size_bytes
        assert full.oldest == record(1).at

    async with opened(location, clock) as archive:
        assert archive.state().records == 203
        assert (archive.state().oldest, archive.state().last_save) == (record(1).at, record(203).at)


async def test_marks_of_other_processes_are_seen(location: Location) -> None:
    """A backup or an export from the command line shows within seconds."""
    clock = FakeClock(auto=True)
    async with opened(location, clock) as archive:
        other = Database(location)
        for hour in range(3):
            at = START + timedelta(hours=hour)
            async with other.transaction() as connection:
                await set_mark(connection, "last_backup", at)
                await set_mark(connection, "last_export", at + timedelta(seconds=1))
            clock.jump(5.0)
            await archive.step()
            state = archive.state()
            assert (state.last_backup, state.last_export) == (at, at + timedelta(seconds=1))
        await other.close()


async def test_what_no_database_can_keep_is_counted_as_lost(location: Location) -> None:
    """One impossible text does not keep the others from being stored."""
    async with opened(location) as archive:
        put(archive, [record(1)])
        archive.append("news", "a\0b", START)
        archive.append("news", "\udc00", START)
        put(archive, [record(2)])
        await archive.step()

        assert archive.state().lost == 2
    assert await stored(location) == [record(1), record(2)]


async def test_a_second_gateway_is_refused(file: Location) -> None:
    """Two writers would not know of each other; when the first has ended the second starts."""
    async with opened(file):
        with pytest.raises(ConfigurationError, match="is using this database"):
            await Archive(Database(file), FakeClock()).open()
    async with opened(file) as archive:
        assert archive.state().writing


async def test_a_refused_archive_leaves_no_lock(file: Location) -> None:
    """A database of a newer version is refused, and can be opened by the right program at once."""
    await filled(file, [])
    database = Database(file)
    async with database.transaction() as connection:
        await connection.exec_driver_sql("UPDATE schema_version SET version = 99")
    with pytest.raises(ConfigurationError, match="newer gateway"):
        await Archive(database, FakeClock()).open()
    async with database.transaction() as connection:
        await connection.exec_driver_sql("UPDATE schema_version SET version = 1")
    await database.close()

    async with opened(file) as archive:
        assert archive.state().writing


@settings(max_examples=15)
@given(st.lists(st.integers(0, 4)))
async def test_a_round_that_is_cancelled_is_stored_once(turns: list[int]) -> None:
    """The loop may end at any moment, also in the middle of a commit: nothing is lost and nothing doubled."""
    with tempfile.TemporaryDirectory() as folder:
        location = locate(str(Path(folder) / "a.db"))
        async with opened(location) as archive:
            for number, count in enumerate(turns):
                put(archive, [record(number)])
                step = asyncio.create_task(archive.step())
                for _ in range(count):
                    await asyncio.sleep(0)
                step.cancel()
                await asyncio.wait({step})

        assert await stored(location) == [record(n) for n in range(len(turns))]


@pytest.mark.parametrize("moment", ["before", "after"])
async def test_a_commit_whose_outcome_is_unknown_is_not_repeated(location: Location, moment: Moment) -> None:
    """The connection broke during the commit; the next round looks whether it was done, and counts right."""
    database = FlakyDatabase(location)
    async with opened(database) as archive:
        put(archive, [record(0)])
        await archive.step()
        for number in (1, 2):
            put(archive, [record(number), record(number)])
            database.faults = {1: moment}
            await archive.step()
            assert not archive.state().writing
            await archive.step()
            assert archive.state().records == 1 + 2 * number

    assert await stored(location) == [record(0), record(1), record(1), record(2), record(2)]


async def test_a_new_file_knows_nothing_of_what_was_in_doubt(file: Location) -> None:
    """It numbers its records from the beginning: a commit there whose outcome is unknown is found all the same."""
    database = FlakyDatabase(file)
    async with opened(database) as archive:
        put(archive, (record(n) for n in range(20)))
        await archive.step()
        for path in file.file.parent.glob("gateway.db*"):
            path.unlink()
        put(archive, [record(20)])
        await archive.step()
        assert not archive.state().writing
        # Opening takes four transactions.
        database.faults = {5: "after"}
        await archive.step()
        assert not archive.state().writing
        assert await stored(file) == [record(20)]
        await archive.step()
        assert archive.state().records == 1

    assert await stored(file) == [record(20)]


async def test_an_update_that_was_stored_before_is_not_taken_for_the_doubtful_one(location: Location) -> None:
    """Two updates may be equal to the letter; a batch that was not stored is stored in the next round."""
    database = FlakyDatabase(location)
    async with opened(database) as archive:
        put(archive, [record(0)])
        await archive.step()
        put(archive, [record(0), record(1)])
        database.faults = {1: "before"}
        await archive.step()
        await archive.step()

    assert await stored(location) == [record(0), record(0), record(1)]


FAULTS = st.dictionaries(st.integers(1, 8), st.sampled_from(["before", "after"]), max_size=3)


@settings(max_examples=25)
@given(st.lists(st.tuples(st.integers(0, 30), FAULTS), max_size=8))
async def test_stored_waiting_and_lost_are_all_there_was(rounds: list[tuple[int, dict[int, Moment]]]) -> None:
    """Whenever the database fails, even after a commit: in order, nothing twice, and lost only beyond the bound."""
    with tempfile.TemporaryDirectory() as folder:
        location = locate(str(Path(folder) / "a.db"))
        database = FlakyDatabase(location)
        appended = 0
        async with opened(database, buffer_rows=50) as archive:
            for count, faults in rounds:
                put(archive, (record(n) for n in range(appended, appended + count)))
                appended += count
                assert archive.state().pending <= 50
                database.faults = dict(faults)
                await archive.step()
                assert archive.state().writing or faults
            database.faults = {}
        state = archive.state()
        found = [int((one.at - START).total_seconds()) for one in await stored(location)]

    assert found == sorted(set(found))
    assert (len(found) + state.lost, state.pending) == (appended, 0)
    assert state.lost == 0 or (appended > 50 and any(faults for _, faults in rounds))
    assert state.records == len(found)
