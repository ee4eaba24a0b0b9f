from __future__ import annotations

import asyncio

import pytest

from service.publishers.pause import pause
from tests.fakes.clock import FakeClock


def begin(clock: FakeClock, event: asyncio.Event, seconds: float = 10.0) -> asyncio.Task[None]:
    return asyncio.create_task(pause(clock, seconds, unless=event), name="under test")


async def test_a_pause_ends_with_its_time() -> None:
    """Not before, and without the event."""
    clock = FakeClock()
    task = begin(clock, asyncio.Event())
    await clock.advance(9.9)
    assert not task.done()

    await clock.advance(0.1)
    await clock.settle()
    assert task.done()


@pytest.mark.parametrize("before", [True, False])
async def test_a_pause_ends_with_the_event(before: bool) -> None:  # noqa: FBT001  cases
    """At once, whether it was set before or comes during the pause; the event stays set."""
    clock, event = FakeClock(), asyncio.Event()
    if before:
        event.set()
    task = begin(clock, event)
    await clock.settle()
    event.set()
    await clock.settle()

    assert task.done()
    assert event.is_set()
    assert clock.slept == ([] if before else [10.0])


async def test_a_pause_of_no_time_lets_the_others_run() -> None:
    """A loop that is late still yields."""
    clock, ran = FakeClock(), asyncio.Event()
    asyncio.get_running_loop().call_soon(ran.set)
    await pause(clock, -1.0, unless=asyncio.Event())

    assert ran.is_set()


async def test_a_pause_leaves_nothing_behind() -> None:
    """However it ends, its two tasks end with it, and a cancellation goes through."""
    clock, event = FakeClock(), asyncio.Event()
    tasks = [begin(clock, event, 1.0), begin(clock, asyncio.Event())]
    await clock.settle()
    event.set()
    tasks[1].cancel()
    with pytest.raises(asyncio.CancelledError):
        await tasks[1]
    await tasks[0]

    assert asyncio.all_tasks() == {asyncio.current_task()}
