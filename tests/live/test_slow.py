"""Clients that read too slowly, or never finish what they say. Each protection is shown off as well as on."""

from __future__ import annotations

import json
import socket
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from service.gateway.watch import READ_AHEAD_BYTES
from tests.live.canary import caged
from tests.live.deadline import PATIENCE_S, until
from tests.live.stand import LOOPBACK
from tests.live.wire import CONTINUATION, TEXT, Wire, frame, wired

if TYPE_CHECKING:
    from collections.abc import Iterator

    from contracts.validator import Validator
    from tests.live.canary import Canary
    from tests.live.stand import Launch, Stand

SCALE = 0.02
STALL_S = 2
ATTACKERS = 20
PIECE_BYTES = 16_384
ATTACK_BYTES = 1 << 20
LIMIT_BYTES = 16_384 + READ_AHEAD_BYTES
"""Of an unfinished message."""


@contextmanager
def narrow(port: int, path: str = "/ws/all") -> Iterator[Wire]:
    """Connect a client for which the kernel keeps little."""
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
    connection.settimeout(PATIENCE_S)
    connection.connect((LOOPBACK, port))
    wire = Wire(connection)
    try:
        wire.upgrade(path)
        yield wire
    finally:
        wire.close()


def lines(stand: Stand, event: str) -> list[dict[str, Any]]:
    """Read the log lines of an event."""
    complete = stand.program.err.rpartition("\n")[0].splitlines()
    parsed = (json.loads(line) for line in complete if line.startswith("{"))
    return [line for line in parsed if line["event"] == event]


def await_line(stand: Stand, event: str) -> dict[str, Any]:
    """Wait for the first log line of an event."""
    return until(lambda: lines(stand, event), event)[0]


def await_updates(canary: Canary, count: int) -> None:
    """Wait until the canary has got so many more updates; that is how time is measured here."""
    target = canary.updates + count
    until(lambda: canary.updates >= target or None, f"{count} updates")


def client_count(stand: Stand) -> int:
    """Ask how many are connected."""
    return int(stand.get("/ws/stats").json["data"]["total_connections"])


def test_whoever_never_reads_is_dropped_and_the_others_go_on(launch: Launch, validator: Validator) -> None:
    """Once nothing moves for `GATEWAY_STALL_S`, it is closed with 1013, and the log tells what it did not get."""
    stand = launch(scale=SCALE, settings={"GATEWAY_STALL_S": str(STALL_S)})
    with caged(stand.socket_url, validator) as canary, narrow(stand.port) as wire:
        dropped = await_line(stand, "client dropped")
        gone = await_line(stand, "client gone")
        canary.sing()
        # What the kernel already had arrives, then the end; there is no room for a close frame.
        assert wire.ending() in {1013, None}

    assert (dropped["reason"], gone["code"]) == ("stalled", 1013)
    assert dropped["client_id"] == gone["client_id"]
    assert dropped["bytes"] > 0
    assert gone["conflated"] >= dropped["conflated"] > 0


def test_without_the_watch_whoever_never_reads_would_stay(launch: Launch, validator: Validator) -> None:
    """The control: with a patience of an hour, nothing else ends it."""
    stand = launch(scale=SCALE, settings={"GATEWAY_STALL_S": "3600"})
    with caged(stand.socket_url, validator) as canary, narrow(stand.port):
        # At this pace market_data comes ten times a second.
        await_updates(canary, 10 * 3 * STALL_S)

        assert client_count(stand) == 2
        assert lines(stand, "client gone") == []


def test_a_steady_slow_reader_is_kept(launch: Launch, validator: Validator) -> None:
    """Whoever takes a little at a time misses updates and keeps its connection, for however long."""
    stand = launch(scale=SCALE, settings={"GATEWAY_STALL_S": "3"})
    with caged(stand.socket_url, validator) as canary, narrow(stand.port) as wire:
        for _ in range(20):
            assert wire.receive() is not None
            await_updates(canary, 3)

        assert client_count(stand) == 2
        assert lines(stand, "client dropped") == []

    gone = await_line(stand, "client gone")
    assert gone["conflated"] > 0


def fragments(wire: Wire, total_bytes: int) -> None:
    """Say a message piece by piece, and never the last one; the gateway may hang up meanwhile."""
    try:
        wire.send(frame(TEXT, b'{"action": "', fin=False))
        for _ in range(total_bytes // PIECE_BYTES):
            wire.send(frame(CONTINUATION, b"a" * PIECE_BYTES, fin=False))
    except ConnectionError:
        pass


def promise(wire: Wire, total_bytes: int) -> None:
    """Announce a frame of 16 MiB and say a part of it."""
    wire.send(frame(TEXT, b"a" * total_bytes, announced=16 << 20))


@pytest.mark.parametrize("attack", [fragments, promise])
def test_an_unfinished_message_is_closed_with_1009(gateway: Stand, canary: Canary, attack: Any) -> None:
    """Neither fragments without an end nor the start of a huge frame fill the memory."""
    with wired(gateway.port) as wire:
        wire.upgrade("/ws/data")
        attack(wire, LIMIT_BYTES + 4 * PIECE_BYTES)

        assert wire.ending() == 1009


def test_unfinished_messages_of_many_are_all_dropped(gateway: Stand, canary: Canary) -> None:
    """Twenty at a time with a MiB each: every one is dropped, and nobody else notices."""
    before = len(lines(gateway, "client dropped"))
    with ExitStack() as stack:
        wires = [stack.enter_context(wired(gateway.port)) for _ in range(ATTACKERS)]
        for wire in wires:
            wire.upgrade("/ws/data")
        for wire in wires:
            fragments(wire, ATTACK_BYTES)
        dropped = until(
            lambda: found if len(found := lines(gateway, "client dropped")[before:]) >= ATTACKERS else None,
            "all attackers are dropped",
        )
        canary.sing()

    assert {line["reason"] for line in dropped} == {"unfinished message"}
    assert len(dropped) == ATTACKERS


def test_a_long_message_that_is_finished_is_judged_as_one(launch: Launch, validator: Validator) -> None:
    """The control: where such messages are allowed, the same fragments stay open, and their end is answered."""
    stand = launch(settings={"GATEWAY_MAX_MESSAGE_BYTES": str(16 << 20)})
    with caged(stand.socket_url, validator) as canary, wired(stand.port) as wire:
        wire.upgrade("/ws/data")
        wire.receive()
        fragments(wire, LIMIT_BYTES + 4 * PIECE_BYTES)
        await_updates(canary, 10)
        wire.send(frame(CONTINUATION, b'"}'))

        opcode, payload = wire.receive() or (0, b"{}")
        assert (opcode, json.loads(payload)["type"]) == (TEXT, "error")


def test_many_whole_messages_are_not_an_unfinished_one(launch: Launch, validator: Validator) -> None:
    """A client may say as much as it likes, message by message, pings between them."""
    settings = {"GATEWAY_COMMANDS_PER_S": "100000"}
    stand = launch(settings=settings)
    ping = frame(TEXT, b'{"action": "ping", "padding": "' + b"." * 15_000 + b'"}')
    with caged(stand.socket_url, validator), wired(stand.port) as wire:
        wire.upgrade("/ws/data")
        wire.receive()
        for _ in range(100):
            wire.send(ping)
            opcode, payload = wire.receive() or (0, b"{}")
            assert (opcode, json.loads(payload)["type"]) == (TEXT, "pong")


def test_requests_before_the_handshake_are_no_message(gateway: Stand, canary: Canary) -> None:
    """A proxy may carry a client over a connection that has carried a hundred requests."""
    request = b"HEAD /health/live HTTP/1.1\r\nHost: localhost\r\nPadding: " + b"a" * 4_000 + b"\r\n\r\n"
    with wired(gateway.port) as wire:
        for _ in range(2 * LIMIT_BYTES // len(request)):
            wire.send(request)
            wire.status()
        await_updates(canary, 2)
        wire.upgrade("/ws/data")
        wire.receive()
        await_updates(canary, 2)
        wire.send(frame(TEXT, b'{"action": "ping"}'))

        assert (wire.receive() or (0, b""))[0] == TEXT
