from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest
from structlog.testing import capture_logs

from contracts.generated.catalog import CLOSE_CODES
from service.edge.connection import Connection
from service.edge.desk import Desk
from service.edge.kernel import SocketsUnknown, peer_of
from service.edge.policy import Policy
from service.edge.sweep import INTERVAL_S, SHARE, Sweep, sweep
from service.gateway.hub import Hub
from service.gateway.watch import SILENCE_S, SocketState
from tests.fakes.clock import FakeClock
from tests.fakes.frame import update
from tests.fakes.server_send import ServerSend

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, MutableMapping

    from service.edge.kernel import Peer

PORT = 7860
STALL_S = 30.0
QUIET = SocketState(0, 500, 154, 0)
STUCK = SocketState(60_000, 500, 154, 0)


class Kernel:
    """Tells what a test has put in, one socket at a time."""

    def __init__(self) -> None:
        self.states: dict[int, SocketState] = {}
        """By the port of the client."""
        self.refusal: str | None = None

    def __call__(self, port: int) -> Iterator[list[tuple[Peer, SocketState]]]:
        """List the sockets, or refuse half-way."""
        for client_port, state in self.states.items():
            peer = peer_of("10.0.0.1", client_port)
            assert peer is not None
            yield [(peer, state)]
        if self.refusal is not None:
            raise SocketsUnknown(self.refusal)


class Rounds:
    """A sweep whose rounds a test asks for, and the clients it looks after."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.desk = Desk(Hub(), FakeClock(), "demo", policy=Policy(stall_s=STALL_S), timer=self.clock)
        self.kernel = Kernel()
        self.sweep = Sweep(self.desk, PORT, self.kernel)
        self.lines: list[MutableMapping[str, Any]] = []
        self._readers: list[asyncio.Task[Any]] = []

    def join(self, port: int, state: SocketState | None = QUIET, send: ServerSend | None = None) -> Connection:
        """Let a client come."""
        reader = asyncio.create_task(asyncio.Event().wait(), name="reader")
        connection = Connection(send or ServerSend(), reader, ("10.0.0.1", port))
        connection.client_id = f"client_{port}"
        connection.open()
        self._readers.append(reader)
        self.desk.enter(connection)
        if state is not None:
            self.kernel.states[port] = state
        return connection

    async def go(self, seconds: float = 0.0) -> None:
        """Let so many seconds pass, with a round in each; at least one."""
        with capture_logs() as lines:
            await self.sweep.go()
            for _ in range(int(seconds)):
                await self.clock.advance(1)
                await self.sweep.go()
        self.lines += lines

    async def end(self) -> None:
        """Let all clients go."""
        for reader in self._readers:
            reader.cancel()
        await asyncio.gather(*self._readers, return_exceptions=True)


@asynccontextmanager
async def sweeping() -> AsyncIterator[Rounds]:
    """Sweep for as long as the block lasts."""
    rounds = Rounds()
    try:
        yield rounds
    finally:
        await rounds.end()


async def test_a_stalled_client_is_closed_with_1013_and_one_line() -> None:
    """The line says who, why, for how long and how much; the others are left alone."""
    async with sweeping() as rounds:
        stalled, other = rounds.join(1, STUCK), rounds.join(2)
        await rounds.go(STALL_S - 1)
        assert [client.closing for client in (stalled, other)] == [None, None]
        await rounds.go(5)

        assert (stalled.closing, other.closing) == (CLOSE_CODES["try_again_later"], None)
        assert [
            (line["event"], line["client_id"], line["reason"], line["seconds"], line["bytes"], line["log_level"])
            for line in rounds.lines
        ] == [("client dropped", "client_1", "stalled", STALL_S, 60_000, "info")]


async def test_the_line_counts_what_was_sent_and_what_was_replaced() -> None:
    """Frames handed over and updates conflated tell how slow the client was."""
    async with sweeping() as rounds:
        stalled = rounds.join(1, STUCK)
        for _ in range(5):
            stalled.push(update("market_data"))
        await rounds.go(STALL_S)

        assert [(line["frames"], line["conflated"]) for line in rounds.lines] == [(1, 3)]


async def test_whoever_has_vanished_is_closed_before_it_counts_as_stalled() -> None:
    """The kernel asked again and again and heard nothing for long."""
    async with sweeping() as rounds:
        vanished = rounds.join(1, STUCK._replace(retransmits=6, silent_s=SILENCE_S))
        await rounds.go()

        assert vanished.closing == CLOSE_CODES["try_again_later"]
        assert [line["reason"] for line in rounds.lines] == ["vanished"]


async def test_an_unfinished_message_is_closed_with_1009() -> None:
    """Megabytes came, and not one message of them."""
    async with sweeping() as rounds:
        many = QUIET._replace(received_bytes=1 << 20)
        attacker, honest = rounds.join(1, many), rounds.join(2, many)
        honest.received += 70
        await rounds.go()

        assert (attacker.closing, honest.closing) == (CLOSE_CODES["message_too_big"], None)
        assert [line["reason"] for line in rounds.lines] == ["unfinished message"]


async def test_whoever_has_gone_is_forgotten() -> None:
    """Nothing is kept of a client that left, and one that comes from its port begins anew."""
    async with sweeping() as rounds:
        first = rounds.join(1, STUCK)
        await rounds.go(STALL_S - 1)
        rounds.desk.leave(first)
        second = rounds.join(1, STUCK)
        await rounds.go(5)

        assert (first.closing, second.closing) == (None, None)
        assert list(rounds.sweep._wards) == [second]


async def test_whoever_takes_the_port_of_one_that_lingers_is_watched_once_that_has_gone() -> None:
    """Two connections of one peer are known for a moment; neither escapes for good."""
    async with sweeping() as rounds:
        first = rounds.join(1, STUCK)
        await rounds.go()
        second = rounds.join(1, STUCK)
        await rounds.go()
        rounds.desk.leave(first)
        await rounds.go(STALL_S + 1)

        assert second.closing is not None


async def test_whoever_is_being_closed_is_not_closed_again() -> None:
    """The first reason stands, in the close frame and in the log."""
    async with sweeping() as rounds:
        client = rounds.join(1, STUCK)
        await rounds.go()
        client.close(CLOSE_CODES["service_restart"])
        await rounds.go(STALL_S + 5)

        assert client.closing == CLOSE_CODES["service_restart"]
        assert rounds.lines == []


async def test_whoever_goes_during_a_round_is_not_spoken_of() -> None:
    """A round takes time, and its figures are a little old; who has gone by then was not dropped."""
    async with sweeping() as rounds:
        rounds.join(1, STUCK)
        second = rounds.join(2, STUCK)
        await rounds.go(STALL_S - 1)

        def leaving(port: int) -> Iterator[list[tuple[Peer, SocketState]]]:
            for step in rounds.kernel(port):
                yield step
                rounds.desk.leave(second)

        rounds.sweep._sockets = leaving
        await rounds.clock.advance(1)
        await rounds.go()

        assert [line["client_id"] for line in rounds.lines] == ["client_1"]


async def test_a_client_that_the_kernel_does_not_know_is_left_alone() -> None:
    """It has just come or just gone: the next round knows more."""
    async with sweeping() as rounds:
        client = rounds.join(1, None)
        client.push(update("news"))
        await rounds.go(STALL_S + 5)

        assert client.closing is None


async def test_without_the_kernel_clients_are_watched_by_what_the_gateway_knows() -> None:
    """One line says so, however many rounds there are, and one when the kernel tells again."""
    async with sweeping() as rounds:
        rounds.kernel.refusal = "Operation not permitted"
        stalled, other = rounds.join(1, None), rounds.join(2, None)
        stalled.push(update("news"))
        await rounds.go(STALL_S)

        assert (stalled.closing, other.closing) == (CLOSE_CODES["try_again_later"], None)
        warnings = [line for line in rounds.lines if line["log_level"] == "warning"]
        assert [line["reason"] for line in warnings] == ["Operation not permitted"]

        rounds.lines.clear()
        rounds.kernel.refusal = None
        await rounds.go(3)
        assert len(rounds.lines) == 1


async def test_what_came_before_the_handshake_is_no_message() -> None:
    """A proxy may send a hundred requests over a connection before it carries a client."""
    async with sweeping() as rounds:
        rounds.kernel.states[1] = QUIET._replace(received_bytes=1 << 20)
        await rounds.go()
        client = rounds.join(1, QUIET._replace(received_bytes=(1 << 20) + 500))
        await rounds.go(3)

        assert client.closing is None


async def test_what_came_over_another_connection_from_the_same_port_is_no_credit() -> None:
    """Whoever comes again from its port with an attack is dropped as others are."""
    async with sweeping() as rounds:
        rounds.kernel.states[1] = QUIET._replace(received_bytes=1 << 30)
        await rounds.go()
        attacker = rounds.join(1, QUIET._replace(received_bytes=1 << 20))
        await rounds.go()

        assert attacker.closing == CLOSE_CODES["message_too_big"]


@pytest.mark.parametrize("refusal", [None, "no"], ids=["with figures", "without"])
async def test_other_tasks_run_between_the_steps(refusal: str | None) -> None:
    """A round over many clients is many short steps, not a long one."""
    turns = 0

    async def tick() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    async with sweeping() as rounds:
        for port in range(1, 1_001):
            rounds.join(port, QUIET if port <= 20 else None)
        await rounds.go()
        rounds.kernel.refusal = refusal
        ticking = asyncio.create_task(tick(), name="tick")
        await rounds.go()
        ticking.cancel()

        assert turns >= 20


@pytest.mark.parametrize(("cost_s", "interval_s"), [(0.001, INTERVAL_S), (0.1, 0.1 / SHARE)])
async def test_the_longer_a_round_takes_the_rarer_it_is(cost_s: float, interval_s: float) -> None:
    """The sweep takes two hundredths of the loop's time at most, and looks four times a second while that is little."""
    async with sweeping() as rounds:
        rounds.join(1)

        def costly(port: int) -> Iterator[list[tuple[Peer, SocketState]]]:
            rounds.clock.jump(cost_s)
            yield []

        task = asyncio.create_task(sweep(rounds.desk, PORT, costly), name="sweep")
        await rounds.clock.advance(60)
        task.cancel()

        assert rounds.clock.slept[0] == INTERVAL_S
        assert rounds.clock.slept[1:] == pytest.approx([interval_s] * (len(rounds.clock.slept) - 1))
        assert len(rounds.clock.slept) > 5
