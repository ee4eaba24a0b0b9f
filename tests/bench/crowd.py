"""Crowd: thousands of clients in one thread, on nothing but sockets and epoll.

It has to be quicker than every server under test. A delivery costs it one `recv_into` and the reading of one number.
"""

from __future__ import annotations

import select
import socket
import struct
import time
from array import array
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from tests.bench.frames import handshake, masked, span
from tests.bench.servers.server import LOOPBACK
from tests.bench.update import sequence_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

__all__ = ["Arrivals", "Client", "Crowd", "Refused"]

BUFFER_BYTES = 262_144
BATCH = 128
"""Sockets that are read for one look at the clock."""
HANDSHAKES = 32
"""Handshakes under way at a time."""
PATIENCE_S = 60.0
"""After so long without anything from the server it is taken for dead."""
PATIENCE_NS = int(PATIENCE_S * 1e9)
RESET = struct.pack("ii", 1, 0)
"""SO_LINGER: close without the farewell that would hold the port for a minute."""


class Refused(Exception):
    """A server did not take a client, or fell silent. `answer` is what it said."""

    def __init__(self, answer: str) -> None:
        super().__init__(answer)
        self.answer = answer


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Which updates came, and when: two columns, a row for each delivery."""

    sequences: array[int] = field(default_factory=lambda: array("q"))
    at_ns: array[int] = field(default_factory=lambda: array("q"))
    """On the clock of `time.perf_counter_ns`."""


class Client:
    """One connection."""

    __slots__ = ("rest", "socket")

    def __init__(self, port: int, path: str) -> None:
        self.socket = socket.create_connection((LOOPBACK, port), timeout=PATIENCE_S)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        self.rest = bytearray()
        """The beginning of a frame whose end has not come yet."""
        self.socket.sendall(handshake(LOOPBACK, port, path))

    def command(self, text: str) -> None:
        """Send a command."""
        self.socket.sendall(masked(text))


class Crowd:
    """All clients of one server. As a context manager it leaves without a word."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._poll = select.epoll()
        self._waiting: dict[int, Client] = {}
        self._clients: dict[int, Client] = {}
        self._buffer = bytearray(BUFFER_BYTES)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for client in (*self._waiting.values(), *self._clients.values()):
            client.socket.close()
        self._poll.close()

    def __len__(self) -> int:
        return len(self._clients)

    def join(self, count: int, path: str) -> list[Client]:
        """Connect so many clients, some at a time. Raises Refused."""
        joined: list[Client] = []
        begun = 0
        while len(joined) < count:
            while begun < count and len(self._waiting) < HANDSHAKES:
                client = Client(self._port, path)
                self._waiting[client.socket.fileno()] = client
                self._poll.register(client.socket, select.EPOLLIN)
                begun += 1
            for descriptor in self._ready():
                if descriptor not in self._waiting:
                    self._receive(descriptor, Arrivals())
                elif self._is_accepted(self._waiting[descriptor]):
                    client = self._clients[descriptor] = self._waiting.pop(descriptor)
                    client.socket.setblocking(False)  # noqa: FBT003  as the standard library has it
                    joined.append(client)
        return joined

    def stall(self, clients: Iterable[Client]) -> None:
        """Read nothing more for these clients."""
        for client in clients:
            self._poll.unregister(client.socket)

    def watch(self, descriptor: int, is_over: Callable[[], bool], quiet_s: float = 0.05) -> Arrivals:
        """Receive for all, until something can be read elsewhere, `is_over` says so, and no client gets anything more.

        It never sleeps: waking it would cost the server some microseconds at each delivery, as no client far away does.

        Raises Refused when the server falls silent or cuts a client off.
        """
        arrivals = Arrivals()
        self._poll.register(descriptor, select.EPOLLIN)
        silence_ns = time.perf_counter_ns() + PATIENCE_NS
        try:
            while True:
                ready = [each for each, _ in self._poll.poll(0, BATCH)]
                for each in ready:
                    if each != descriptor:
                        self._receive(each, arrivals)
                if descriptor in ready and is_over():
                    break
                if ready:
                    silence_ns = time.perf_counter_ns() + PATIENCE_NS
                elif time.perf_counter_ns() > silence_ns:
                    raise Refused(f"nothing came for {PATIENCE_S:g} s")
        finally:
            self._poll.unregister(descriptor)
        self._drain(arrivals, quiet_s)
        return arrivals

    def quiet(self, seconds: float = 0.05) -> None:
        """Receive until nothing has come for so long."""
        self._drain(Arrivals(), seconds)

    def round_trips(self, clients: Sequence[Client], command: str) -> list[int]:
        """Let each of the clients send a command in turn and wait for the answer. Returns nanoseconds."""
        elapsed = []
        for client in clients:
            start_ns = time.perf_counter_ns()
            client.command(command)
            while client.socket.fileno() not in (ready := self._ready()):
                for descriptor in ready:
                    self._receive(descriptor, Arrivals())
            elapsed.append(time.perf_counter_ns() - start_ns)
            self._receive(client.socket.fileno(), Arrivals())
        return elapsed

    def _ready(self, timeout_s: float = PATIENCE_S) -> list[int]:
        ready = [descriptor for descriptor, _ in self._poll.poll(timeout_s, BATCH)]
        if not ready and timeout_s == PATIENCE_S:
            raise Refused(f"nothing came for {PATIENCE_S:g} s")
        return ready

    def _drain(self, arrivals: Arrivals, quiet_s: float) -> None:
        while ready := self._ready(quiet_s):
            for descriptor in ready:
                self._receive(descriptor, arrivals)

    def _is_accepted(self, client: Client) -> bool:
        """Read the answer to the handshake. Frames that came with it are left for later."""
        client.rest += client.socket.recv(BUFFER_BYTES)
        head, end, rest = client.rest.partition(b"\r\n\r\n")
        if not end:
            if not head:
                raise Refused("the connection was closed during the handshake")
            return False
        if not head.startswith(b"HTTP/1.1 101"):
            raise Refused(client.rest.decode(errors="replace")[:500])
        client.rest = bytearray(rest)
        return True

    def _receive(self, descriptor: int, arrivals: Arrivals) -> None:
        client, buffer = self._clients[descriptor], self._buffer
        end = client.socket.recv_into(buffer)
        if not end:
            raise Refused("a client was cut off")
        if client.rest:
            client.rest += memoryview(buffer)[:end]
            buffer, end = client.rest, len(client.rest)
        now_ns = time.perf_counter_ns()
        start = 0
        while (found := span(buffer, start, end)) is not None and found[1] <= end:
            sequence = sequence_at(buffer, found[0])
            if sequence is not None:
                arrivals.sequences.append(sequence)
                arrivals.at_ns.append(now_ns)
            start = found[1]
        if start or buffer is self._buffer:
            client.rest = buffer[start:end]
