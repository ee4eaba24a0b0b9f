from __future__ import annotations

import asyncio

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from service.errors import GatewayError
from service.publishers.loop import Loop


async def run(outcomes: list[bool]) -> Loop:
    """Run a loop whose step succeeds or fails in this order, and is cancelled then."""
    left = list(outcomes)

    async def step() -> None:
        if not left:
            raise asyncio.CancelledError
        if not left.pop(0):
            raise GatewayError("no good")

    loop = Loop("publish.news", step)
    with pytest.raises(asyncio.CancelledError):
        await loop.run()
    return loop


@given(st.lists(st.booleans(), max_size=30))
@example([False, False, True, False])
async def test_a_failing_step_never_ends_the_loop(outcomes: list[bool]) -> None:
    """Every step runs, each failure is counted, and only the first of a row and the recovery are logged."""
    with capture_logs() as logs:
        loop = await run(outcomes)
    before = [True, *outcomes]
    edges = [now for was, now in zip(before, outcomes, strict=False) if was != now]
    counted = {False: "loop failed", True: "loop recovered"}

    assert loop.runs == len(outcomes) + 1
    assert loop.failures == outcomes.count(False)
    assert [log["event"] for log in logs] == [counted[edge] for edge in edges]


async def test_the_first_failure_is_logged_with_its_traceback() -> None:
    """And the recovery with the number of failures since."""
    with capture_logs() as logs:
        loop = await run([False, False, False, True, True])

    assert logs == [
        {"event": "loop failed", "log_level": "error", "loop": "publish.news", "exc_info": True},
        {"event": "loop recovered", "log_level": "info", "loop": "publish.news", "failures": 3},
    ]
    assert loop.failing == 0


async def test_failures_in_a_row_are_told() -> None:
    """A loop that goes on failing says how long already."""
    with capture_logs():
        loop = await run([True, False, False])

    assert (loop.failing, loop.failures) == (2, 2)
