from __future__ import annotations

import io
import itertools
import tracemalloc
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.archive.database import Database
from service.archive.export import PAGE_ROWS, Selection, count_selected, export, open_archive, pages
from service.archive.location import locate
from service.archive.outage import Outage
from service.archive.sinks import NdjsonSink
from service.archive.statements import read_marks
from service.errors import ConfigurationError
from tests.fakes.clock import START, FakeClock
from tests.service.archive.shelf import filled, opened, put, record, stored

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from service.archive.location import Location
    from service.archive.record import Record


class CountingSink:
    """Counts records and keeps none."""

    def __init__(self) -> None:
        self.records = 0
        self.peak_bytes: list[int] = []

    def write(self, records: Sequence[Record]) -> None:
        self.records += len(records)
        self.peak_bytes.append(tracemalloc.get_traced_memory()[0])

    def close(self) -> None:
        pass


async def selected(location: Location, selection: Selection) -> list[Record]:
    database = await open_archive(location)
    found = [one async for page in pages(database, selection) for one in page]
    assert await count_selected(database, selection) == len(found)
    await database.close()
    return found


async def test_an_export_gives_back_what_was_published(location: Location) -> None:
    """The frames of one service, byte for byte, in order, over many pages, also where instants are equal."""
    news = [record(n, "news", at=START + timedelta(seconds=n // 300)) for n in range(3 * PAGE_ROWS)]
    others = [record(n, "sentiment", at=START + timedelta(seconds=n // 300)) for n in range(50)]
    await filled(location, [*others, *news, *others])
    database = await open_archive(location)
    stream = io.BytesIO()
    told: list[int] = []
    exported = await export(database, Selection("news"), NdjsonSink(stream), START, progress=told.append)
    async with database.transaction() as connection:
        marks = await read_marks(connection)
    await database.close()

    assert stream.getvalue().decode().splitlines() == [one.text for one in news]
    assert exported == sum(told) == len(news)
    assert marks == {"last_export": START}


SECONDS = st.none() | st.integers(-1, 12)


@settings(max_examples=20)
@given(since=SECONDS, until=SECONDS)
async def test_a_selection_begins_with_its_first_instant_and_ends_before_its_last(
    since: int | None, until: int | None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """So that two selections that meet share no update and miss none."""
    path = tmp_path_factory.getbasetemp() / "selection.db"
    location = locate(str(path))
    records = [record(n) for n in range(10)]
    if not path.exists():
        await filled(location, records)
    instants = [None if s is None else START + timedelta(seconds=s) for s in (since, until)]
    expected = [one for n, one in enumerate(records) if (since is None or n >= since) and (until is None or n < until)]

    assert await selected(location, Selection("market_data", *instants)) == expected


async def test_an_export_reads_beside_the_writer(location: Location) -> None:
    """The gateway goes on, and its marks show the export."""
    clock = FakeClock(auto=True)
    async with opened(location, clock) as archive:
        put(archive, (record(n) for n in range(500)))
        await archive.step()
        database = await open_archive(location)
        numbers = iter(range(500, 505))
        seen: list[Record] = []
        async for page in pages(database, Selection("market_data")):
            seen += page
            put(archive, (record(number) for number in itertools.islice(numbers, 1)))
            await archive.step()
            assert archive.state().writing
        await database.close()

    assert seen == await stored(location) == [record(n) for n in range(505)]


async def test_memory_does_not_grow_with_the_archive(file: Location) -> None:
    """40 MB pass through a few."""
    await filled(file, (record(n, length=10_000) for n in range(4000)))
    database = await open_archive(file)
    sink = CountingSink()
    tracemalloc.start()
    try:
        await export(database, Selection("market_data"), sink, START, progress=lambda _: None)
    finally:
        tracemalloc.stop()
    await database.close()

    assert sink.records == 4000
    assert max(sink.peak_bytes) < 12_000_000


async def test_a_missing_archive_is_not_made(tmp_path: Path) -> None:
    """A mistyped path is told, and leaves no empty file."""
    path = tmp_path / "none.db"
    with pytest.raises(ConfigurationError, match="there is no archive"):
        await open_archive(locate(str(path)))

    assert not path.exists()


async def test_a_database_of_others_is_left_alone(server: Location) -> None:
    """Only a gateway makes tables in it."""
    with pytest.raises(ConfigurationError, match="no archive"):
        await open_archive(server)
    database = Database(server)
    async with database.transaction() as connection:
        tables = await connection.exec_driver_sql("SELECT 1 FROM pg_tables WHERE tablename = 'updates'")
        assert tables.all() == []
    await database.close()


async def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    """In one line."""
    path = tmp_path / "notes.txt"
    path.write_text("dear diary " * 100, encoding="utf-8")
    with pytest.raises(Outage, match="not a database"):
        await open_archive(locate(str(path)))
