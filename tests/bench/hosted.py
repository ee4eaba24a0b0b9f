"""Hosted: a server's process, as the benchmark sees it."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Self, TypeVar

import msgspec

from tests.bench.machine import resident_bytes
from tests.bench.orders import Census, Count
from tests.bench.servers.server import LOOPBACK

if TYPE_CHECKING:
    from tests.bench.orders import Order

__all__ = ["Hosted", "ServerFailed"]

ROOT = Path(__file__).parent.parent.parent
PATIENCE_S = 30.0
PAUSE_S = 0.005

T = TypeVar("T")


class ServerFailed(Exception):
    """A server ended, or did not get where it should. `name` is the server's."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(name, reason)
        self.name = name
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.name}: {self.reason}"


class Hosted:
    """A running server. As a context manager it is killed at the end: its figures are taken, and it owes nothing."""

    def __init__(self, name: str, core: int) -> None:
        self.name = name
        self.port = _free_port()
        start = time.perf_counter()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.host", name, str(self.port), str(core)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        try:
            self._await_port()
        except ServerFailed:
            self.kill()
            raise
        self.ready_ms = (time.perf_counter() - start) * 1_000
        """From the start of its process until it took a connection."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def kill(self) -> None:
        """End it."""
        self._process.kill()
        self._process.communicate()

    @property
    def resident_bytes(self) -> int:
        """How much memory it holds."""
        return resident_bytes(self._process.pid)

    @property
    def output(self) -> int:
        """The descriptor that can be read when an order has been carried out."""
        assert self._process.stdout is not None, "it is a pipe"
        return self._process.stdout.fileno()

    def order(self, order: Order) -> None:
        """Tell it what to do."""
        assert self._process.stdin is not None, "it is a pipe"
        self._process.stdin.write(msgspec.json.encode(order) + b"\n")
        self._process.stdin.flush()

    def answer(self, kind: type[T]) -> T:
        """Wait until the order has been carried out. Raises ServerFailed when the server ends instead."""
        assert self._process.stdout is not None, "it is a pipe"
        line = self._process.stdout.readline()
        if not line:
            raise ServerFailed(self.name, f"ended with exit code {self._process.wait()}")
        return msgspec.json.decode(line, type=kind)

    def census(self) -> Census:
        """Ask who is there."""
        self.order(Count())
        return self.answer(Census)

    def await_clients(self, clients: int) -> None:
        """Wait until so many clients get updates: the server knows of one a moment after its handshake."""
        end = time.perf_counter() + PATIENCE_S
        while (present := self.census().clients) != clients:
            if time.perf_counter() > end:
                raise ServerFailed(self.name, f"{present} clients instead of {clients}")
            time.sleep(PAUSE_S)

    def _await_port(self) -> None:
        end = time.perf_counter() + PATIENCE_S
        while time.perf_counter() < end:
            if (code := self._process.poll()) is not None:
                raise ServerFailed(self.name, f"ended with exit code {code}")
            with socket.socket() as probe:
                if probe.connect_ex((LOOPBACK, self.port)) == 0:
                    return
            time.sleep(PAUSE_S)
        raise ServerFailed(self.name, f"does not listen after {PATIENCE_S:g} s")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])
