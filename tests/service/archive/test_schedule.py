from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from structlog.testing import capture_logs

from service.archive.archive import Archive
from service.archive.database import Database
from tests.fakes.clock import FakeClock
from tests.service.archive.faults import FlakyDatabase
from tests.service.archive.shelf import opened, put, record

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sqlalchemy.ext.asyncio import AsyncConnection

    from service.archive.location import Location

PATIENCE_S = 10.0


class SlowDatabase(Database):
    """Takes three seconds for each transaction, when there is a clock."""

    clock: FakeClock | None = None

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection]:
        """Give a connection in a transaction, and let time pass."""
        async with super().transaction() as connection:
            yield connection
        if self.clock is not None:
            self.clock.jump(3.0)


def standing(archive: Archive, clock: FakeClock) -> tuple[float, float]:
    """Return the pace, and in how many seconds the archive works next."""
    return archive.interval_s, round(archive.due() - clock.monotonic(), 3)


async def test_a_round_is_due_a_second_after_the_one_before(file: Location) -> None:
    """Whether records wait or not, and wherever in that second one looks."""
    clock = FakeClock()
    async with opened(file, clock) as archive:
        assert standing(archive, clock) == (1.0, 1.0)
        clock.jump(0.4)
        put(archive, [record(1)])
        assert standing(archive, clock) == (1.0, 0.6)
        clock.jump(0.8)
        assert standing(archive, clock) == (1.0, -0.2)

        await archive.work()
        assert standing(archive, clock) == (1.0, 1.0)


async def test_a_full_batch_is_due_at_once(file: Location) -> None:
    """It waits for nothing, until it is stored."""
    clock = FakeClock()
    async with opened(file, clock) as archive:
        put(archive, (record(number) for number in range(499)))
        assert standing(archive, clock) == (1.0, 1.0)
        put(archive, [record(499)])
        assert standing(archive, clock) == (1.0, 0.0)

        await archive.work()
        assert standing(archive, clock) == (1.0, 1.0)


async def test_after_failures_the_next_try_is_due_after_the_pause(file: Location) -> None:
    """Each pause is longer up to the longest; a full batch does not hasten it, and a success ends it."""
    clock = FakeClock()
    database = FlakyDatabase(file)
    with capture_logs():
        async with opened(database, clock) as archive:
            put(archive, (record(number) for number in range(500)))
            for pause_s in (0.5, 1.0, 2.0, 5.0, 5.0):
                database.faults = {1: "before"}
                assert not await archive.work()
                assert standing(archive, clock) == (pause_s, pause_s)
                clock.jump(pause_s)

            assert await archive.work()
            assert standing(archive, clock) == (1.0, 1.0)


async def test_what_does_not_open_is_tried_again_after_half_a_second(file: Location) -> None:
    """The first attempt is a failure like any other, and the pause begins at its end."""
    clock = FakeClock()
    database = FlakyDatabase(file)
    database.faults = {1: "after"}
    archive = Archive(database, clock)
    clock.jump(3.0)
    with capture_logs():
        await archive.open()
        assert standing(archive, clock) == (0.5, 0.5)
        await archive.close()


async def test_it_works_when_it_is_due(file: Location) -> None:
    """It rests as long as it says, from the end of a round, however long that took."""
    clock = FakeClock()
    database = SlowDatabase(file)
    async with opened(database, clock) as archive, asyncio.timeout(PATIENCE_S):
        database.clock = clock
        put(archive, [record(1)])
        await archive.work()
        assert standing(archive, clock) == (1.0, 1.0)

        rest = asyncio.create_task(archive.rest())
        await clock.advance(0.99)
        assert not rest.done()
        await clock.advance(0.02)
        await rest


async def test_while_it_works_it_is_not_late(file: Location) -> None:
    """However long ago the round before was: what is due next is the round after this one."""
    clock = FakeClock()
    async with opened(file, clock) as archive:
        clock.jump(60.0)
        working = asyncio.create_task(archive.work())
        await asyncio.sleep(0)
        assert standing(archive, clock) == (1.0, 1.0)
        await working
