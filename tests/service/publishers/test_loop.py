from __future__ import annotations

import asyncio
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from service.errors import GatewayError
from service.publishers.loop import Loop
from service.publishers.schedule import Schedule
from tests.fakes.clock import START, FakeClock

if TYPE_CHECKING:
    from datetime import datetime

Outcome = Literal["good", "vain", "error"]

OUTCOMES: list[Outcome] = ["good", "vain", "error"]


class Job:
    """Rests for 60 s, works for 2 s, ends each run as a test says, and is cancelled then."""

    def __init__(self, *outcomes: Outcome) -> None:
        self.clock = FakeClock(auto=True)
        self.left = list(outcomes)
        self.seen: list[tuple[bool, datetime | None]] = []
        """While it works: whether its loop is running, and since when."""
        self.loop = Loop("publish.news", self.rest, self.work, self.schedule, self.clock)

    async def rest(self) -> None:
        if not self.left:
            raise asyncio.CancelledError
        assert not self.loop.is_running
        self.clock.jump(60.0)

    async def work(self) -> bool:
        self.seen.append((self.loop.is_running, self.loop.last_started_at))
        self.clock.jump(2.0)
        outcome = self.left.pop(0)
        if outcome == "error":
            raise GatewayError("no good")
        return outcome == "good"

    def schedule(self) -> Schedule:
        return Schedule(60.0, self.clock.monotonic())

    async def done(self) -> Loop:
        """Run until it is cancelled."""
        with pytest.raises(asyncio.CancelledError):
            await self.loop.run()
        return self.loop


@given(st.lists(st.sampled_from(OUTCOMES), max_size=30))
@example(["error", "error", "good", "error", "vain"])
async def test_a_failing_run_never_ends_the_loop(outcomes: list[Outcome]) -> None:
    """Every run is made, each failure is counted, and only the first error in a row and its end are logged."""
    with capture_logs() as logs:
        loop = await Job(*outcomes).done()
    errors = [False, *(outcome == "error" for outcome in outcomes)]
    edges = [now for was, now in pairwise(errors) if was != now]
    events = {True: "loop failed", False: "loop recovered"}

    assert loop.runs == len(outcomes)
    assert loop.failures == len(outcomes) - outcomes.count("good")
    assert loop.has_failed == (outcomes[-1:] not in ([], ["good"]))
    assert [log["event"] for log in logs] == [events[edge] for edge in edges]


async def test_the_first_error_is_logged_with_its_traceback() -> None:
    """And the recovery with the number of errors since."""
    with capture_logs() as logs:
        loop = await Job("error", "error", "error", "good", "good").done()

    assert logs == [
        {"event": "loop failed", "log_level": "error", "loop": "publish.news", "exc_info": True},
        {"event": "loop recovered", "log_level": "info", "loop": "publish.news", "failures": 3},
    ]
    assert loop.failing == 0


async def test_errors_in_a_row_are_told() -> None:
    """A loop that goes on failing says how long already."""
    with capture_logs():
        loop = await Job("good", "error", "error").done()

    assert (loop.failing, loop.failures) == (2, 2)


async def test_an_error_while_resting_is_a_failure_without_a_run() -> None:
    """The loop goes on, and nothing was done meanwhile."""
    job = Job("good")
    rest = job.rest
    left = [GatewayError("no rest")]

    async def restless() -> None:
        if left:
            raise left.pop()
        await rest()

    job.loop.rest = restless
    with capture_logs():
        loop = await job.done()

    assert (loop.runs, loop.failures, loop.has_failed) == (1, 1, False)


async def test_a_loop_that_cannot_rest_leaves_the_others_their_turn() -> None:
    """It tries again every second, and no more often."""
    clock, tries = FakeClock(), 0

    async def restless() -> None:
        nonlocal tries
        tries += 1
        if tries > 100:
            raise asyncio.CancelledError
        raise GatewayError("no rest")

    job = Job("good")
    loop = Loop("publish.news", restless, job.work, job.schedule, clock)
    with capture_logs():
        task = asyncio.create_task(loop.run())
        await clock.advance(9.5)
        task.cancel()

    assert (tries, loop.failing, loop.runs) == (10, 10, 0)


async def test_a_run_is_timed_without_the_rest_before_it() -> None:
    """From the end of the rest to the end of the work, whether that was good or not; it runs only that long."""
    job = Job("good", "error")
    assert (job.loop.last_started_at, job.loop.last_duration_ms) == (None, None)

    with capture_logs():
        loop = await job.done()
    starts = [START.replace(minute=31, second=0), START.replace(minute=32, second=2)]

    assert job.seen == [(True, start) for start in starts]
    assert loop.last_started_at == starts[-1]
    assert loop.last_duration_ms == pytest.approx(2000.0)
    assert not loop.is_running
