from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from tests.live.deadline import until
from tests.live.wire import CONTINUATION, PING, PONG, TEXT, Wire, frame, handshake, wired

if TYPE_CHECKING:
    from tests.live.canary import Canary
    from tests.live.stand import Stand

Ending = Callable[[Wire], None]

SUBSCRIBE = frame(TEXT, b'{"action": "subscribe", "service": "all"}')
HALVES = {
    "request line": handshake("/ws")[:9],
    "headers": handshake("/ws")[:-20],
    "all but the last byte": handshake("/ws")[:-1],
}
PIECES = {
    "nothing": b"",
    "header": SUBSCRIBE[:1],
    "mask": SUBSCRIBE[:4],
    "payload": SUBSCRIBE[:-5],
    "a frame and a half": SUBSCRIBE + SUBSCRIBE[:-5],
    "an unfinished message": frame(TEXT, b'{"action":', fin=False),
    "a promise of 16 MiB": frame(TEXT, b"{", announced=16 << 20),
    "two hundred commands": SUBSCRIBE * 200,
}


def client_count(gateway: Stand) -> int:
    """Ask how many are connected."""
    return int(gateway.get("/ws/stats").json["data"]["total_connections"])


def send_again_and_again(wire: Wire, data: bytes) -> None:
    """Send so much that it does not fit into the buffers of two kernels."""
    for _ in range(4096):
        wire.send(data)


def await_only_canary(gateway: Stand) -> None:
    """Wait until nobody but the canary is left."""
    until(lambda: client_count(gateway) == 1 or None, "those who vanished are forgotten")


@pytest.mark.parametrize("half", HALVES.values(), ids=HALVES)
@pytest.mark.parametrize("ending", [Wire.reset, Wire.close], ids=["reset", "closed"])
def test_whoever_vanishes_in_the_handshake_harms_nobody(
    gateway: Stand, canary: Canary, half: bytes, ending: Ending
) -> None:
    """A handshake that breaks off leaves nothing behind."""
    with wired(gateway.port) as wire:
        wire.send(half)
        ending(wire)
    await_only_canary(gateway)


@pytest.mark.parametrize("piece", PIECES.values(), ids=PIECES)
@pytest.mark.parametrize("ending", [Wire.reset, Wire.close], ids=["reset", "closed"])
def test_whoever_vanishes_in_a_conversation_is_forgotten(
    gateway: Stand, canary: Canary, piece: bytes, ending: Ending
) -> None:
    """A connection that breaks off at any byte is left, and its subscriptions with it."""
    with wired(gateway.port) as wire:
        wire.upgrade()
        wire.receive()
        wire.send(piece)
        ending(wire)
    await_only_canary(gateway)


def test_a_hundred_who_vanish_at_once_harm_nobody(gateway: Stand, canary: Canary) -> None:
    """Others get their updates while a hundred connections break off."""
    with ExitStack() as stack:
        wires = [stack.enter_context(wired(gateway.port)) for _ in range(100)]
        for wire in wires:
            wire.upgrade("/ws/all")
        canary.sing()
        for wire in wires:
            wire.reset()
        canary.sing()
    await_only_canary(gateway)


def test_whoever_vanishes_while_the_gateway_closes_is_forgotten(gateway: Stand, canary: Canary) -> None:
    """A client that is to be closed and never reads its close frame is left all the same."""
    with wired(gateway.port) as wire:
        wire.upgrade()
        wire.send(frame(TEXT, b"a" * 20_000))
        wire.reset()
    await_only_canary(gateway)


def test_text_that_is_not_utf_8_ends_the_connection(gateway: Stand, canary: Canary) -> None:
    """RFC 6455 §8.1: the connection fails; the others hear nothing of it."""
    with wired(gateway.port) as wire:
        wire.upgrade()
        wire.send(frame(TEXT, b'{"action": "\xff\xfe"}'))

        assert wire.ending() in {1007, None}
    await_only_canary(gateway)


def test_a_message_in_pieces_is_one_message(gateway: Stand, canary: Canary) -> None:
    """RFC 6455 §5.4: fragments are put together, with a ping between them answered."""
    with wired(gateway.port) as wire:
        wire.upgrade("/ws/data")
        wire.receive()
        wire.send(frame(TEXT, b'{"action":', fin=False) + frame(PING, b"?") + frame(CONTINUATION, b' "ping"}'))
        opcodes = dict([wire.receive() or (0, b""), wire.receive() or (0, b"")])

        assert opcodes[PONG] == b"?"
        assert json.loads(opcodes[TEXT])["type"] == "pong"


def test_two_hundred_commands_in_one_packet_are_answered_in_order(gateway: Stand, canary: Canary) -> None:
    """Replies come in the order of the commands even when these arrive all at once."""
    commands = [frame(TEXT, f'{{"action": "ping", "request_id": "{number}"}}'.encode()) for number in range(200)]
    with wired(gateway.port) as wire:
        wire.upgrade("/ws/data")
        wire.receive()
        wire.send(b"".join(commands))
        replies = [json.loads((wire.receive() or (0, b"{}"))[1]) for _ in commands]

        assert [reply["data"]["request_id"] for reply in replies] == [str(number) for number in range(200)]


def test_a_client_that_never_reads_is_let_go(gateway: Stand, canary: Canary) -> None:
    """Whoever asks and does not read the replies is cut off once too many wait; it costs the others nothing."""
    ping = frame(TEXT, b'{"action": "ping", "data": {"a": "' + b"." * 16_000 + b'"}}')
    with wired(gateway.port) as wire:
        wire.upgrade()
        with pytest.raises(ConnectionError):
            send_again_and_again(wire, ping)
        await_only_canary(gateway)
