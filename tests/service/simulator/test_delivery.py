from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from service.simulator.delivery import deliver
from service.simulator.faults import AnyFault, Drip, Html, Latency, Oversize, Reset, Silence, Truncated
from service.simulator.http import Reply
from tests.fakes.clock import FakeClock
from tests.service.simulator.caller import Caller

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

REPLY = Reply(203, (("x", "y"),), b"0123456789")


@asynccontextmanager
async def delivery(
    fault: AnyFault | None, clock: FakeClock, reply: Reply = REPLY
) -> AsyncIterator[tuple[Caller, asyncio.Task[None]]]:
    caller = Caller()
    coroutine = deliver(reply, fault, receive=caller.receive, send=caller.send, clock=clock)
    task = asyncio.create_task(coroutine)
    await clock.settle()
    yield caller, task
    caller.leave()
    await clock.settle()

    assert task.done()
    await task
    assert asyncio.all_tasks() == {asyncio.current_task()}


@pytest.mark.parametrize("fault", [None, Html()])
async def test_answer_goes_out_whole(fault: AnyFault | None) -> None:
    """Without a fault of delivery the answer has its status, headers, length and end, at once."""
    async with delivery(fault, FakeClock()) as (caller, task):
        assert task.done()
        assert caller.messages[0]["status"] == 203
        assert caller.headers == {"x": "y", "content-length": "10"}
        assert (caller.body, caller.is_whole) == (b"0123456789", True)


@pytest.mark.parametrize(("share", "sent"), [(0.5, b"01234"), (0, b""), (0.999, b"012345678")])
async def test_truncated_answer_promises_more(share: float, sent: bytes) -> None:
    """Content-Length tells of more than is sent, and there is no end: the server must close the connection."""
    async with delivery(Truncated(share=share), FakeClock()) as (caller, task):
        assert task.done()
        assert caller.headers["content-length"] == "10"
        assert (caller.body, caller.is_whole) == (sent, False)


async def test_reset_sends_no_body() -> None:
    """Of a reset connection the headers are all that is seen."""
    async with delivery(Reset(), FakeClock()) as (caller, task):
        assert task.done()
        assert caller.headers["content-length"] == "10"
        assert (caller.body, caller.is_whole) == (b"", False)


async def test_silence_lasts_until_the_caller_leaves() -> None:
    """Not one message is sent, and nothing is left behind when the caller has gone."""
    clock = FakeClock()
    async with delivery(Silence(), clock) as (caller, task):
        await clock.advance(3600)

        assert not task.done()
    assert caller.messages == []


async def test_latency_is_waited_for() -> None:
    """The answer comes after so many of the clock's seconds, and is whole."""
    clock = FakeClock()
    async with delivery(Latency(seconds=5), clock) as (caller, _):
        await clock.advance(4.9)
        before = list(caller.messages)
        await clock.advance(0.1)

        assert before == []
        assert (caller.body, caller.is_whole) == (b"0123456789", True)


async def test_late_answer_is_not_sent_to_nobody() -> None:
    """A caller who leaves before the answer ends the wait."""
    async with delivery(Latency(seconds=5), FakeClock()) as (caller, _):
        pass
    assert caller.messages == []


async def test_drip_comes_in_pieces() -> None:
    """A few bytes each time, until all is there."""
    clock = FakeClock()
    async with delivery(Drip(size_bytes=4, every_s=2), clock) as (caller, _):
        seen = [caller.body]
        for _ in range(2):
            await clock.advance(2)
            seen.append(caller.body)
        is_whole_before = caller.is_whole
        await clock.advance(2)

        assert seen == [b"0123", b"01234567", b"0123456789"]
        assert (is_whole_before, caller.is_whole) == (False, True)
        assert caller.headers["content-length"] == "10"


async def test_drip_ends_with_the_caller() -> None:
    """Nobody is dripped at who has gone."""
    clock = FakeClock()
    async with delivery(Drip(), clock) as (caller, _):
        pass
    await clock.advance(10)

    assert (caller.body, caller.is_whole) == (b"0123", False)


async def test_failed_send_is_not_swallowed() -> None:
    """What goes wrong while dripping is the server's to know."""

    async def send(_message: object) -> None:
        raise OSError

    with pytest.raises(OSError):  # noqa: PT011  it has no text
        await deliver(REPLY, Drip(), receive=Caller().receive, send=send, clock=FakeClock())


@pytest.mark.parametrize(
    ("fault", "length", "ends"), [(Oversize(), "10", [False]), (Oversize(declared=False), None, [True, False])]
)
async def test_oversize_may_hide_its_length(fault: Oversize, length: str | None, ends: list[bool]) -> None:
    """Without Content-Length the caller must count; a body in one piece would get a length from the server."""
    async with delivery(fault, FakeClock()) as (caller, _):
        assert caller.headers.get("content-length") == length
        assert [message["more_body"] for message in caller.messages[1:]] == ends
        assert caller.body == b"0123456789"
