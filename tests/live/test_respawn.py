from __future__ import annotations

import os
import re
import sys
from contextlib import contextmanager, suppress
from signal import SIGKILL, SIGTERM
from typing import TYPE_CHECKING

import pytest

from tests.live.ask import ask
from tests.live.deadline import until
from tests.live.program import Program
from tests.live.stand import LOOPBACK, free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

STARTED = re.compile(r'"pid": (\d+), "event": "the gateway is started"')


class Kept:
    """A gateway with its parent."""

    def __init__(self, program: Program, port: int) -> None:
        self.program = program
        self.url = f"http://{LOOPBACK}:{port}"

    @property
    def children(self) -> list[int]:
        """Every process that was started for it so far."""
        return [int(pid) for pid in STARTED.findall(self.program.err + self.program.out)]

    def await_child(self, number: int) -> int:
        """Wait until the nth process serves; return its id."""
        pid = until(lambda: self.children[number - 1] if len(self.children) >= number else None, "it is started")
        until(self.is_alive, "it serves")
        return pid

    def is_alive(self) -> bool:
        """Whether somebody answers at its port."""
        try:
            return ask(f"{self.url}/health/live").status == 200
        except OSError:
            return False


@contextmanager
def kept(directory: Path, *flags: str) -> Iterator[Kept]:
    """Run `gateway serve --respawn`; whatever is left of it is killed in the end."""
    port = free_port()
    program = Program("serve", "--respawn", "--port", str(port), *flags, directory=directory)
    gateway = Kept(program, port)
    try:
        yield gateway
    finally:
        if program.is_running:
            program.signal(SIGKILL)
            program.exit_code()
            for pid in gateway.children[-1:]:
                with suppress(ProcessLookupError):
                    os.kill(pid, SIGKILL)


def test_a_gateway_that_is_killed_is_started_again_and_that_is_said(tmp_path: Path) -> None:
    """SIGKILL of the gateway: its parent names the signal, and another one serves at the same port."""
    with kept(tmp_path) as gateway:
        first = gateway.await_child(1)
        os.kill(first, SIGKILL)
        second = gateway.await_child(2)
        gateway.program.signal(SIGTERM)

        assert second != first
        assert gateway.program.exit_code() == 0
        assert "was killed by SIGKILL" in gateway.program.err + gateway.program.out


def test_without_a_parent_the_exit_status_tells_of_the_kill(tmp_path: Path) -> None:
    """Whoever runs the process itself, as containers do, sees that it was killed."""
    port = free_port()
    program = Program("serve", "--port", str(port), directory=tmp_path)
    Kept(program, port).program.signal(SIGKILL)

    assert program.exit_code() == -SIGKILL


def test_a_gateway_that_cannot_work_is_not_started_again(tmp_path: Path) -> None:
    """A mistake in the settings is told once, with exit code 2."""
    with kept(tmp_path, "--host", "198.51.100.1") as gateway:
        assert gateway.program.exit_code() == 2
        assert len(gateway.children) == 1
        assert "GATEWAY_HOST: 198.51.100.1 is not an address of this machine" in gateway.program.err


def test_a_gateway_that_is_asked_to_end_is_not_started_again(tmp_path: Path) -> None:
    """The parent hands SIGTERM on, waits for the drain, and ends with 0."""
    with kept(tmp_path) as gateway:
        gateway.await_child(1)
        gateway.program.signal(SIGTERM)

        assert gateway.program.exit_code() == 0
        assert len(gateway.children) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process that its parent has died")
def test_without_its_parent_the_gateway_does_not_stay(tmp_path: Path) -> None:
    """SIGKILL of the parent ends the gateway too, in good order: nobody would watch over it, and the port is wanted."""
    with kept(tmp_path) as gateway:
        gateway.await_child(1)
        gateway.program.signal(SIGKILL)
        gateway.program.exit_code()

        until(lambda: not gateway.is_alive() or None, "the gateway ends")
        assert '"event": "draining"' in gateway.program.err
