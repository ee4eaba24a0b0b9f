from __future__ import annotations

import asyncio
import gc
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest

from contracts.generated.catalog import CLOSE_CODES
from service.edge import connection as module
from service.edge.connection import Connection
from service.envelope import Frame
from service.gateway.outbox import Outbox
from tests.fakes.server_send import ServerSend

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping

RESTART = CLOSE_CODES["service_restart"]
MAX_REPLIES = Outbox().max_replies


def frame(text: str, topic: str = "system") -> Frame:
    return Frame("update", topic, text, {"type": "websocket.send", "text": text}, len(text))


class Flight:
    """A send as granian returns it: it holds one callback, and a second one would take its place."""

    def __init__(self) -> None:
        self.callbacks: list[Callable[[Flight], None]] = []
        self._is_done = False

    def complete(self) -> None:
        self._is_done = True

    def done(self) -> bool:
        return self._is_done

    def exception(self) -> None:
        return None

    def add_done_callback(self, callback: Callable[[Flight], None]) -> None:
        self.callbacks.append(callback)


@asynccontextmanager
async def connected(send: Callable[[Mapping[str, Any]], Any]) -> AsyncIterator[tuple[Connection, asyncio.Task[None]]]:
    """Make an open connection whose reader waits for ever."""

    async def read() -> None:
        await asyncio.Event().wait()

    reader = asyncio.create_task(read())
    await asyncio.sleep(0)
    connection = Connection(send, reader)
    connection.open()
    yield connection, reader
    reader.cancel()
    await asyncio.wait({reader})


async def test_an_idle_client_is_sent_to_at_once() -> None:
    """A send starts within the call that asks for it, without a turn of the loop."""
    send = ServerSend()
    async with connected(send) as (connection, _):
        connection.push(frame("update", "news"))

        assert send.texts == ["update"]
        assert connection.sent == 1


async def test_a_busy_client_gets_the_newest_update_of_each_service() -> None:
    """While a send is in flight updates wait, and of each service only the newest is kept."""
    send = ServerSend()
    async with connected(send) as (connection, _):
        for text, topic in (("a1", "a"), ("a2", "a"), ("b1", "b"), ("a3", "a"), ("b2", "b")):
            connection.push(frame(text, topic))
        waiting = list(send.texts)
        await send.complete(3)

        assert waiting == ["a1"]
        assert send.texts == ["a1", "a3", "b2"]
        assert connection.conflated == 2


async def test_replies_come_in_order_and_before_updates() -> None:
    """Every reply is sent, in the order of the commands, ahead of the updates that wait."""
    send = ServerSend()
    async with connected(send) as (connection, _):
        connection.push(frame("first", "a"))
        connection.push(frame("update", "a"))
        for text in "123":
            connection.answer(frame(text))
        await send.complete(5)

        assert send.texts == ["first", "1", "2", "3", "update"]


async def test_one_frame_is_in_flight_at_a_time() -> None:
    """The next send starts when the one before has completed, not earlier."""
    send = ServerSend()
    async with connected(send) as (connection, _):
        for text in "123":
            connection.answer(frame(text))

        for sent in (["1"], ["1", "2"], ["1", "2", "3"]):
            assert send.texts == sent
            await send.complete()

        connection.answer(frame("4"))
        assert send.texts == ["1", "2", "3", "4"]


async def test_an_update_that_is_no_longer_wanted_is_forgotten() -> None:
    """Nothing follows an unsubscription, not even an update that waited."""
    send = ServerSend()
    async with connected(send) as (connection, _):
        connection.push(frame("a1", "a"))
        connection.push(frame("a2", "a"))
        connection.push(frame("b1", "b"))
        connection.forget("a")
        await send.complete(2)

        assert send.texts == ["a1", "b1"]


async def test_too_many_waiting_replies_close_with_1013() -> None:
    """A client that does not read its replies cannot be told the truth any more: its reader is stopped."""
    send = ServerSend()
    async with connected(send) as (connection, reader):
        for number in range(1 + MAX_REPLIES):
            connection.answer(frame(str(number)))
        before = connection.closing
        connection.answer(frame("one too many"))
        await asyncio.wait({reader})

        assert (before, connection.closing) == (None, CLOSE_CODES["try_again_later"])
        assert reader.cancelled()


async def test_to_whom_is_being_closed_nothing_new_is_sent() -> None:
    """The reply that an update belongs to may be what there was no room for."""
    send = ServerSend()
    async with connected(send) as (connection, _):
        connection.close(RESTART)
        connection.answer(frame("reply"))
        connection.push(frame("update", "news"))

        assert send.texts == []


async def test_updates_never_close_a_connection() -> None:
    """However slow a client is, updates replace one another."""
    send = ServerSend()
    async with connected(send) as (connection, _):
        for number in range(10 * MAX_REPLIES):
            connection.push(frame(str(number), "a"))

        assert connection.closing is None


async def test_the_first_reason_to_close_counts() -> None:
    """A connection closes once, with the code it was first asked to close with."""
    async with connected(ServerSend()) as (connection, reader):
        connection.close(RESTART)
        connection.close(CLOSE_CODES["try_again_later"])

        assert connection.closing == RESTART
        assert reader.cancelling() == 1


async def test_a_client_in_its_handshake_is_closed_when_that_is_done() -> None:
    """Before the handshake there is no close frame: asking for the end stops the reader only once it is open."""
    reader = asyncio.create_task(asyncio.Event().wait())
    connection = Connection(ServerSend(), reader)

    connection.close(RESTART)
    assert reader.cancelling() == 0

    connection.open()
    assert reader.cancelling() == 1
    await asyncio.wait({reader})


async def test_the_close_frame_follows_what_waits() -> None:
    """The end comes after every frame that was in flight or waited, with code and name."""
    send = ServerSend()
    async with connected(send) as (connection, _):
        connection.answer(frame("1"))
        connection.answer(frame("2"))
        finishing = asyncio.create_task(connection.finish(RESTART))
        await send.complete(3)
        await finishing

        assert send.texts == ["1", "2"]
        assert send.events[-1] == {"type": "websocket.close", "code": 1012, "reason": "service_restart"}


async def test_an_idle_client_is_closed_at_once() -> None:
    """Where nothing is in flight the close frame does not wait."""
    send = ServerSend()
    async with connected(send) as (connection, _):
        finishing = asyncio.create_task(connection.finish(RESTART))
        await asyncio.sleep(0)
        assert [event["type"] for event in send.events] == ["websocket.close"]

        await send.complete()
        await finishing


@pytest.mark.parametrize("answered", [0, 1], ids=["a frame in flight", "a close frame in flight"])
async def test_a_client_that_takes_nothing_is_cut_off(monkeypatch: pytest.MonkeyPatch, answered: int) -> None:
    """After CLOSE_TIMEOUT_S everything in flight is cancelled, so that the server lets the socket go."""
    monkeypatch.setattr(module, "CLOSE_TIMEOUT_S", 0.01)
    send = ServerSend()
    async with connected(send) as (connection, _):
        connection.answer(frame("1"))
        await send.complete(answered)
        connection.push(frame("2"))
        await send.complete(answered)
        await connection.finish(RESTART)
        await asyncio.sleep(0)

        assert [flight for flight in send.flights if not flight.done()] == []
        assert (send.events[-1]["type"], send.flights[-1].cancelled()) == ("websocket.close", True)
        assert send.texts == ["1", "2"][: 1 + answered]


async def test_a_client_that_keeps_up_costs_no_callback() -> None:
    """Nobody is called back for a send that completes before the next one: with thousands of clients that is dear."""
    flights: list[Flight] = []

    def send(event: Mapping[str, Any]) -> Flight:
        flights.append(Flight())
        return flights[-1]

    async with connected(send) as (connection, _):
        for _ in range(3):
            connection.push(frame("update", "a"))
            flights[-1].complete()
        connection.push(frame("in flight", "a"))
        for number in range(3):
            connection.push(frame(f"waits {number}", "a"))

        assert [len(flight.callbacks) for flight in flights] == [0, 0, 0, 1]


async def test_what_waits_goes_before_what_comes_later() -> None:
    """A frame that comes between the completion of a send and the callback that tells of it does not overtake."""
    send = ServerSend()
    async with connected(send) as (connection, _):
        connection.push(frame("a1", "a"))
        connection.push(frame("a2", "a"))
        send.flights[0].set_result(None)
        connection.push(frame("b1", "b"))
        connection.push(frame("a3", "a"))
        sent_at_once = list(send.texts)
        await asyncio.sleep(0)
        await send.complete(2)

        assert sent_at_once == ["a1"]
        assert send.texts == ["a1", "b1", "a3"]
        assert connection.conflated == 1


async def test_a_client_is_idle_when_it_has_taken_everything() -> None:
    """It is idle before the first frame and when what was handed over is sent, not while something waits."""
    send = ServerSend()
    async with connected(send) as (connection, _):
        states = [connection.is_idle]
        connection.push(frame("a1", "a"))
        connection.push(frame("a2", "a"))
        for _ in range(2):
            states.append(connection.is_idle)
            await send.complete()
        states.append(connection.is_idle)

        assert states == [True, False, False, True]


async def test_several_can_wait_until_everything_is_sent() -> None:
    """All who wait are told together, after the last frame; one that gives up takes nothing from the others."""
    send = ServerSend()
    async with connected(send) as (connection, _):
        await connection.emptied()
        for text in "123":
            connection.answer(frame(text))
        waiting = [asyncio.create_task(connection.emptied()) for _ in range(3)]
        await send.complete(2)
        waiting[0].cancel()
        await asyncio.sleep(0)
        early = [task.done() for task in waiting]
        await send.complete()

        assert early == [True, False, False]
        assert [task.cancelled() for task in waiting] == [True, False, False]
        assert [task.done() for task in waiting] == [True, True, True]


async def test_a_frame_after_a_broken_send_is_not_sent() -> None:
    """Also when nothing waited: the socket is gone, and the client is not idle any more."""
    send = ServerSend()
    async with connected(send) as (connection, _):
        connection.answer(frame("1"))
        send.flights[0].set_exception(ConnectionResetError())
        await asyncio.sleep(0)
        connection.answer(frame("2"))
        await asyncio.sleep(0)

        assert send.texts == ["1"]
        assert not connection.is_idle


async def test_after_a_broken_send_nothing_more_is_sent() -> None:
    """A send that failed says that the socket is gone: what waits stays."""
    send = ServerSend()
    async with connected(send) as (connection, _):
        connection.answer(frame("1"))
        connection.answer(frame("2"))
        send.flights[0].set_exception(ConnectionResetError())
        await asyncio.sleep(0)

        assert send.texts == ["1"]


async def test_on_a_closed_socket_frames_wait_for_ever() -> None:
    """A send on a closed socket gets an empty awaitable from granian: it is taken for one still in flight."""
    events: list[Mapping[str, Any]] = []

    def send(event: Mapping[str, Any]) -> object:
        events.append(event)
        return object()

    async with connected(send) as (connection, _):
        connection.push(frame("1", "a"))
        connection.push(frame("2", "a"))
        connection.push(frame("3", "a"))

        assert [event["text"] for event in events] == ["1"]
        assert connection.conflated == 1


async def test_a_server_whose_send_is_a_coroutine_works_too() -> None:
    """There a task stands in for the send: order, conflation and the close frame are the same."""
    events: list[Mapping[str, Any]] = []

    async def send(event: Mapping[str, Any]) -> None:
        await asyncio.sleep(0)
        events.append(event)

    async with connected(send) as (connection, _):
        connection.push(frame("a1", "a"))
        connection.push(frame("a2", "a"))
        connection.push(frame("a3", "a"))
        connection.answer(frame("reply"))
        await connection.finish(RESTART)

        assert [event.get("text") for event in events] == ["a1", "reply", "a3", None]
        assert events[-1]["code"] == 1012


async def test_a_coroutine_that_fails_is_no_surprise_to_the_loop() -> None:
    """A send that a task stands in for and that breaks is noticed, though no frame follows it."""
    surprises: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: surprises.append(context))

    async def send(event: Mapping[str, Any]) -> None:
        raise ConnectionResetError

    async with connected(send) as (connection, _):
        connection.push(frame("a1", "a"))
        for _ in range(3):
            await asyncio.sleep(0)
    del connection
    gc.collect()

    assert surprises == []
