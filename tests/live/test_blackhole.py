"""Clients that vanish without a word: no FIN, no RST, as when a cable is pulled. A network namespace swallows all."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.live.canary import caged
from tests.live.deadline import until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from contracts.validator import Validator
    from tests.live.stand import Launch

pytestmark = [
    pytest.mark.heavy,
    pytest.mark.skipif(
        sys.platform != "linux" or os.geteuid() != 0 or shutil.which("ip") is None,
        reason="a network namespace takes Linux, root and iproute2",
    ),
]

ROOT = Path(__file__).parents[2]
NAME = f"gateway{os.getpid()}"
HERE, THERE = (f"198.18.{os.getpid() % 256}.{host}" for host in (1, 2))
"""Of the block for tests of networks (RFC 2544)."""
CLIENT = """
import socket, sys
from tests.live.wire import Wire
wire = Wire(socket.create_connection((sys.argv[1], int(sys.argv[2]))))
wire.upgrade(sys.argv[3])
while wire.receive() is not None:
    pass
"""


def ip(*arguments: str) -> None:
    """Run iproute2."""
    subprocess.run(["ip", *arguments], check=True, capture_output=True)


@contextmanager
def namespace() -> Iterator[None]:
    """Make a network of its own, with a cable to ours."""
    outer, inner = f"o{os.getpid()}", f"i{os.getpid()}"
    try:
        ip("netns", "add", NAME)
    except subprocess.CalledProcessError as error:
        pytest.skip(f"no network namespace: {error.stderr.decode().strip()}")
    try:
        ip("link", "add", outer, "type", "veth", "peer", "name", inner, "netns", NAME)
        ip("address", "add", f"{HERE}/24", "dev", outer)
        ip("link", "set", outer, "up")
        ip("-n", NAME, "address", "add", f"{THERE}/24", "dev", inner)
        ip("-n", NAME, "link", "set", inner, "up")
        yield
    finally:
        # The cable goes with its namespace.
        ip("netns", "delete", NAME)


@contextmanager
def client(port: int, path: str) -> Iterator[None]:
    """Run a client there."""
    command = ("ip", "netns", "exec", NAME, sys.executable, "-c", CLIENT, HERE, str(port), path)
    with subprocess.Popen(command, cwd=ROOT) as process:
        try:
            yield
        finally:
            process.kill()


def test_clients_that_vanish_are_found(launch: Launch, validator: Validator) -> None:
    """One that is sent nothing is found by keepalive, one that is by the watch; TCP alone takes hours and minutes."""
    stand = launch(settings={"GATEWAY_HOST": "0.0.0.0", "GATEWAY_STALL_S": "3600"})

    def is_gone(path: str) -> bool | None:
        lines = stand.program.err.rpartition("\n")[0].splitlines()
        events = [line for line in map(json.loads, lines) if "client_id" in line]
        who = next(line["client_id"] for line in events if line.get("endpoint") == path)
        return any(line["event"] == "client gone" and line["client_id"] == who for line in events) or None

    def count() -> int:
        return int(stand.get("/ws/stats").json["data"]["total_connections"])

    with namespace(), ExitStack() as stack, caged(stand.socket_url, validator) as canary:
        for path in ("/ws/data", "/ws/all"):
            stack.enter_context(client(stand.port, path))
        until(lambda: count() == 3 or None, "both are there")
        ip("-n", NAME, "route", "add", "blackhole", f"{HERE}/32")
        until(lambda: is_gone("/ws/data"), "the idle one is found")
        until(lambda: is_gone("/ws/all"), "the other one is found")
        canary.sing()

        assert count() == 1
