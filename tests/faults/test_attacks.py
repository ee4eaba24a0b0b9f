"""Attacks on what comes before the WebSocket: slots of the server held by those who never finish."""

from __future__ import annotations

import selectors
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.faults.garbage import GARBAGE, TOLERATED
from tests.faults.stranger import client_count, dial, knock, silence
from tests.live.deadline import PATIENCE_S, until
from tests.live.stand import free_port
from tests.live.wire import handshake

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterator, Sequence

    from tests.live.canary import Canary
    from tests.live.stand import Stand

CROWD = 300
SLOTS_SERVER = Path(__file__).with_name("slots.py")
SLOTS = 4
TRIES = 40
"""Looks of a tenth of a second each: four times the header timeout of the small server."""


def open_descriptors(stand: Stand) -> int:
    """Count what the gateway's process holds open."""
    return len(list(Path(f"/proc/{stand.program._process.pid}/fd").iterdir()))


def listen_once(sockets: Sequence[socket.socket], seconds: float) -> dict[socket.socket, bytes]:
    """Return what those have received that have received something, or their end as nothing."""
    heard = {}
    with selectors.DefaultSelector() as selector:
        for each in sockets:
            selector.register(each, selectors.EVENT_READ)
        ready = {key.fd for key, _ in selector.select(seconds)}
    for each in sockets:
        if each.fileno() in ready:
            try:
                heard[each] = each.recv(65_536)
            except ConnectionResetError:
                heard[each] = b""
    return heard


def drip(sockets: list[socket.socket], byte: bytes) -> None:
    """Send a byte to whoever still takes one."""
    for each in sockets:
        try:
            each.sendall(byte)
        except OSError:
            continue


def dialled(port: int, count: int, stack: ExitStack) -> list[socket.socket]:
    """Connect so many times, for as long as the stack lasts."""
    return [stack.enter_context(dial(port)) for _ in range(count)]


def test_who_never_finishes_a_handshake_takes_nobodys_place(gateway: Stand, canary: Canary) -> None:
    """300 say nothing, 300 send a byte a second, 300 do not even read the answer: all the while others come in.

    Those without a whole request are freed by the header timeout, however they drip; those that were let in count as
    clients until they go.
    """
    before = open_descriptors(gateway)
    slowly = handshake("/ws")
    with ExitStack() as stack:
        silent, drips, upgraded = (dialled(gateway.port, CROWD, stack) for _ in range(3))
        for each in upgraded:
            each.sendall(handshake("/ws"))
        unfinished = [*silent, *drips]
        held = rounds = 0
        while unfinished and rounds < PATIENCE_S:
            drip([each for each in drips if each in unfinished], slowly[rounds : rounds + 1])
            assert knock(gateway.port).status == 101
            held += 1
            ended = listen_once(unfinished, 1)
            unfinished = [each for each in unfinished if ended.get(each) != b""]
            rounds += 1
        canary.sing()

        assert unfinished == []
        assert held > 1, "the attackers were gone before anybody else came"
        assert client_count(gateway) == 1 + CROWD
    silence(gateway)
    until(lambda: open_descriptors(gateway) <= before + 10 or None, "the descriptors are free again")


@contextmanager
def small_server(mode: str) -> Iterator[int]:
    """Run granian as the gateway does, but with four slots, a header timeout of a second, and this HTTP mode."""
    port = free_port()
    with subprocess.Popen([sys.executable, SLOTS_SERVER, str(port), mode, str(SLOTS)]) as process:
        try:
            until(lambda: _answers(port) or None, "the small server")
            yield port
        finally:
            process.terminate()


def _answers(port: int) -> bool:
    try:
        return knock(port).status == 101
    except OSError:
        return False


@pytest.mark.parametrize(("mode", "is_served"), [("1", True), ("auto", False)])
def test_the_http_mode_is_what_frees_the_slots(mode: str, is_served: bool) -> None:  # noqa: FBT001  a column
    """With the protection switched off (granian's automatic mode) the silent hold their slots and nobody comes in.

    There is no control for the header timeout itself: granian has no way to switch it off.
    """
    with small_server(mode) as port, ExitStack() as stack:
        silent = dialled(port, SLOTS + 1, stack)
        guest = stack.enter_context(dial(port))
        guest.sendall(handshake("/ws"))
        heard: dict[socket.socket, bytes] = {}
        for _ in range(TRIES):
            if guest in (heard := listen_once([guest], 0.1)):
                break

        assert heard.get(guest, b"").startswith(b"HTTP/1.1 101") == is_served
        assert len(silent) > SLOTS


def test_garbage_before_the_upgrade_is_refused(gateway: Stand, canary: Canary) -> None:
    """Whatever is no handshake gets a 4xx or the end of the connection: no 101, no 5xx, nothing of the inside.

    All at once: some of it is only given up at the header timeout.
    """
    with ExitStack() as stack:
        callers = dict(zip(dialled(gateway.port, len(GARBAGE), stack), GARBAGE, strict=True))
        for each, name in callers.items():
            drip([each], GARBAGE[name])
        waiting, answers = set(callers), {}
        for _ in range(int(PATIENCE_S)):
            for each, data in listen_once(list(waiting), 1).items():
                waiting.discard(each)
                answers[callers[each]] = data
            if not waiting:
                break
        canary.sing()

    assert [callers[each] for each in waiting] == []
    assert {name: data[:40] for name, data in answers.items() if data and not data.startswith(b"HTTP/1.1 4")} == {}
    assert [name for name, data in answers.items() if b"Traceback" in data or b".py" in data] == []
    silence(gateway)


@pytest.mark.parametrize("odd", TOLERATED.values(), ids=TOLERATED)
def test_an_odd_handshake_makes_an_ordinary_client(gateway: Stand, canary: Canary, odd: bytes) -> None:
    """What the server lets pass is counted, served and forgotten like any other."""
    with dial(gateway.port) as caller:
        caller.sendall(odd)
        (answer,) = listen_once([caller], PATIENCE_S).values()
        assert answer.startswith(b"HTTP/1.1 101")
        silence(gateway, left=2)
    silence(gateway)
