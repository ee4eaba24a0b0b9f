"""What happens to the gateway's process from outside.

A step of the machine's clock is out of reach: it needs a privilege, and would step every other process too. Time comes
through `Clock` everywhere, so that the tests with a fake one stand for it.
"""

from __future__ import annotations

import resource
from contextlib import ExitStack
from pathlib import Path
from signal import SIGCONT, SIGSTOP, SIGTERM
from time import sleep
from typing import TYPE_CHECKING

import pytest

from tests.faults.stranger import client_count, command, dial, next_reply, silence, stranger
from tests.live.canary import caged
from tests.live.deadline import until
from tests.live.stand import LOOPBACK
from tests.live.wire import Wire, handshake

if TYPE_CHECKING:
    import socket

    from contracts.validator import Validator
    from tests.live.stand import Launch, Stand

STOPPED_S = 3.0
ROOM = 40
"""Descriptors that the gateway has left once it is told to do with few."""
SURPLUS = 100
"""Callers for whom there is none."""
LINES = 4 * (ROOM + SURPLUS)
"""Of the log, at most, meanwhile: some for each caller, and none over and over again."""


def limit_descriptors(stand: Stand, room: int) -> None:
    """Allow the gateway's process only so many descriptors more than it has open."""
    pid = stand.program._process.pid
    _, hard = resource.prlimit(pid, resource.RLIMIT_NOFILE)
    resource.prlimit(pid, resource.RLIMIT_NOFILE, (len(list(Path(f"/proc/{pid}/fd").iterdir())) + room, hard))


def is_served(wire: Wire, validator: Validator) -> bool:
    """Whether a command is answered."""
    wire.send(command("ping", data={"still": "here"}))
    reply = next_reply(wire, "/ws", validator)
    return isinstance(reply, dict) and reply["data"] == {"still": "here"}


def test_clients_outlive_a_process_that_is_stopped_for_a_while(launch: Launch, sealed: Validator) -> None:
    """After SIGCONT everybody is still there and served, also who wrote meanwhile; nobody is taken for a flood."""
    stand = launch()
    with caged(stand.socket_url, sealed) as canary, ExitStack() as stack:
        wires = [stack.enter_context(stranger(stand.port, LOOPBACK)) for _ in range(50)]
        canary.sing()
        stand.program.signal(SIGSTOP)
        try:
            for wire in wires:
                wire.send(command("subscribe", service="market_data"))
            late = stack.enter_context(dial(stand.port))
            late.sendall(handshake("/ws"))
            before = canary.updates
            sleep(STOPPED_S)
            after = canary.updates
        finally:
            stand.program.signal(SIGCONT)
        replies = [next_reply(wire, "/ws", sealed) for wire in wires]

        # What was in the sockets before may still have been read.
        assert after <= before + 2
        assert {reply["type"] for reply in replies if isinstance(reply, dict)} == {"subscription_confirmed"}
        assert all(isinstance(reply, dict) for reply in replies)
        assert late.recv(12) == b"HTTP/1.1 101"
        assert all(is_served(wire, sealed) for wire in wires)
        assert client_count(stand) == 52
        canary.sing()
    silence(stand, left=0)
    stand.program.signal(SIGTERM)


def test_a_gateway_without_descriptors_serves_whom_it_has(launch: Launch, sealed: Validator) -> None:
    """At its limit it goes on for those inside, says so in few lines, and lets others in when some have left."""
    stand = launch()
    with caged(stand.socket_url, sealed) as canary, ExitStack() as stack:
        inside = [stack.enter_context(stranger(stand.port, LOOPBACK)) for _ in range(5)]
        canary.sing()
        lines = stand.program.err.count("\n")
        limit_descriptors(stand, ROOM)
        with ExitStack() as crowd:
            waiting: list[socket.socket] = [crowd.enter_context(dial(stand.port)) for _ in range(ROOM + SURPLUS)]
            for each in waiting:
                each.sendall(handshake("/ws"))
            canary.sing()
            canary.sing()

            assert all(is_served(wire, sealed) for wire in inside)
            waiting[-1].settimeout(1)
            with pytest.raises(TimeoutError):
                waiting[-1].recv(1)
        until(lambda: _comes_in(stand) or None, "others come in again")
        canary.sing()

        assert all(is_served(wire, sealed) for wire in inside)
        assert stand.program.err.count("\n") - lines < LINES
    silence(stand, left=0)


def _comes_in(stand: Stand) -> bool:
    try:
        with dial(stand.port) as caller:
            caller.settimeout(1)
            caller.sendall(handshake("/ws"))
            return caller.recv(12) == b"HTTP/1.1 101"
    except OSError:
        return False
