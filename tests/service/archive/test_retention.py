from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

from structlog.testing import capture_logs

from service.archive.database import Database
from service.archive.outage import Outage
from service.archive.retention import Retention
from tests.fakes.clock import START, FakeClock
from tests.service.archive.shelf import opened, put, record, stored

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sqlalchemy.ext.asyncio import AsyncConnection

    from service.archive.location import Location

FOREVER_S = 10.0**9


async def test_records_go_when_they_are_too_old(location: Location) -> None:
    """At the very age they stay; beyond it they go, all of them, however many; the state follows."""
    clock = FakeClock(auto=True, at=START + timedelta(seconds=12_100))
    async with opened(location, clock, retention=Retention(max_age_s=100.0, max_bytes=2**40)) as archive:
        put(archive, (record(n) for n in range(11_990, 12_010)))
        put(archive, (record(n) for n in range(6000)))
        for _ in range(3):
            await archive.step()
        state = archive.state()

    # Each step takes a second, and the second one finds the last of what is too old.
    assert await stored(location) == [record(n) for n in range(12_002, 12_010)]
    assert state.records == 8


async def test_retention_looks_once_a_minute(file: Location) -> None:
    """While nothing is over it costs next to nothing."""
    clock = FakeClock(auto=True, at=START)
    async with opened(file, clock, retention=Retention(max_age_s=100.0)) as archive:
        put(archive, [record(0)])
        await archive.step()
        clock.jump(110.0)
        await archive.step()
        assert archive.state().records == 0
        put(archive, [record(1)])
        await archive.step()
        assert archive.state().records == 1
        clock.jump(60.0)
        await archive.step()
        assert archive.state().records == 0


async def test_a_file_shrinks_when_it_is_too_large(file: Location) -> None:
    """The oldest go until the rest fits, some for their age and some for the size; the disk gets its room back."""
    records = [record(n, length=2000) for n in range(3000)]
    async with opened(file, retention=Retention(FOREVER_S, 2**40)) as archive:
        put(archive, records)
    assert file.file.stat().st_size > 6_000_000

    clock = FakeClock(auto=True, at=START + timedelta(seconds=10_000))
    async with opened(file, clock, retention=Retention(9_000.0, 2_000_000)) as archive:
        for _ in range(4):
            await archive.step()
        state = archive.state()
    found = await stored(file)

    assert file.file.stat().st_size <= 2_100_000
    assert found == records[-len(found) :]
    assert 400 <= len(found) == state.records <= 500


async def test_the_oldest_are_those_of_the_oldest_instants(location: Location) -> None:
    """Whatever the order in which they came: a clock may have been set back."""
    late, early = ([record(n, length=1000) for n in range(start, start + 400)] for start in (10_000, 0))
    clock = FakeClock(auto=True, at=START + timedelta(seconds=20_000))
    async with opened(location, clock, retention=Retention(FOREVER_S, 600_000)) as archive:
        put(archive, [*late, *early])
        await archive.step()
    found = await stored(location)
    gone = {one.at for one in (*late, *early)} - {one.at for one in found}

    assert 100 < len(gone) < 700
    assert max(gone) < min(one.at for one in found)


async def test_a_server_does_not_grow_beyond_the_limit(server: Location) -> None:
    """Its files keep their size and are used again; when they have crept too far they are written anew."""
    limit = 2_000_000
    number = 0
    sizes = []
    clock = FakeClock(auto=True)
    async with opened(server, clock, retention=Retention(FOREVER_S, limit)) as archive:
        for _ in range(100):
            put(archive, (record(n, length=1000) for n in range(number, number + 100)))
            number += 100
            clock.jump(60.0)
            await archive.step()
            await archive.step()
            sizes.append(archive.state().size_bytes)
        state = archive.state()
    found = await stored(server)

    assert number * 1000 > 2.5 * limit
    assert limit / 2 < max(sizes) < 1.4 * limit
    assert found == [record(n, length=1000) for n in range(number - len(found), number)]
    assert len(found) == state.records
    assert len(found) * 1000 > limit / 2


async def test_an_empty_archive_that_is_too_large_is_left_alone(location: Location) -> None:
    """A limit below the size of the bare tables ends nothing and loops nowhere."""
    async with opened(location, retention=Retention(FOREVER_S, 1)) as archive:
        await archive.step()
        assert archive.state().writing


async def test_a_server_whose_limit_was_lowered_gives_the_room_back(server: Location) -> None:
    """Files that are far too large are written anew; the newest records are kept."""
    records = [record(n, length=1000) for n in range(4000)]
    async with opened(server, retention=Retention(FOREVER_S, 2**40)) as archive:
        put(archive, records)
    async with opened(server, retention=Retention(FOREVER_S, 1_000_000)) as archive:
        before = archive.state().size_bytes
        await archive.step()
        await archive.step()
        state = archive.state()
    async with opened(server) as archive:
        after = archive.state().size_bytes

    assert before > 4_000_000
    assert after < 1_250_000
    assert await stored(server) == records[-state.records :]
    assert state.records > 500


class StubbornDatabase(Database):
    """Gives no room back while it is stubborn: a VACUUM takes too long, or finds no room for its copy."""

    refused: int | None = 0
    """How often it was asked in vain; None: it is not stubborn any more."""

    @asynccontextmanager
    async def unbound(self) -> AsyncIterator[AsyncConnection]:
        """Give a connection, or fail."""
        if self.refused is not None:
            self.refused += 1
            raise Outage(self.location.shown, "it takes too long")
        async with super().unbound() as connection:
            yield connection


async def test_room_that_cannot_be_given_back_costs_no_more_records(server: Location) -> None:
    """The files stay large whatever is deleted: what had to go has gone, and giving back is tried once a minute."""
    records = [record(n, length=1000) for n in range(4000)]
    async with opened(server, retention=Retention(FOREVER_S, 2**40)) as archive:
        put(archive, records)
    database, clock = StubbornDatabase(server), FakeClock(auto=True)
    with capture_logs():
        async with opened(database, clock, retention=Retention(FOREVER_S, 1_000_000)) as archive:
            for _ in range(4):
                for _ in range(10):
                    await archive.step()
                clock.jump(60.0)
            assert database.refused is not None
            assert 4 <= database.refused <= 6
            kept = archive.state().records
            database.refused = None
            for _ in range(3):
                await archive.step()
            clock.jump(5.0)
            await archive.step()
            state = archive.state()

    assert 500 < kept == state.records
    assert state.size_bytes < 1_250_000
    assert await stored(server) == records[-kept:]
