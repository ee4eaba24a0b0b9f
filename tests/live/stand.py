"""Stand: a gateway that runs, the outside world it listens to, and the ways to both."""

from __future__ import annotations

import json
import re
import socket
from contextlib import contextmanager
from http.client import HTTPException
from typing import TYPE_CHECKING, Protocol

from tests.live.ask import Reply, ask
from tests.live.client import connected
from tests.live.deadline import until
from tests.live.program import Program

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    from contracts.validator import Validator
    from tests.live.client import Client

__all__ = ["LOOPBACK", "Launch", "Stand", "demo", "free_port"]

LOOPBACK = "127.0.0.1"
CROWD = {"GATEWAY_HANDSHAKES_PER_S": "10000", "GATEWAY_CONNECTIONS_PER_ADDRESS": "5000"}
"""All clients of all tests come from one address."""
CONTROL = re.compile(r"Make a provider fail +curl -X PUT (http://\S+/_control)/")


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


class Launch(Protocol):
    """Starts a demonstration that ends with the test; `scale` is the length of a gateway second in real ones."""

    def __call__(self, *, scale: float = ..., settings: Mapping[str, str] | None = ...) -> Stand:
        """Start it and wait until it is ready."""


class Stand:
    """A gateway at `http://…` and the control of its simulator."""

    def __init__(self, program: Program, url: str, control: str, validator: Validator) -> None:
        self.program = program
        self.url = url
        self.control = control
        self.validator = validator

    @property
    def socket_url(self) -> str:
        """Where clients connect."""
        return self.url.replace("http", "ws", 1)

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.url.rsplit(":", 1)[1])

    def get(self, path: str) -> Reply:
        """Ask the gateway."""
        return ask(self.url + path)

    def client(self, path: str = "/ws/market_data") -> AbstractAsyncContextManager[Client]:
        """Connect a client that judges what it gets."""
        return connected(self.socket_url, path, self.validator)

    def providers(self) -> list[str]:
        """Name all providers that the simulator plays."""
        return list(ask(f"{self.control}/faults").json)

    def break_down(self, provider: str, fault: dict[str, object]) -> None:
        """Make a provider fail from now on."""
        reply = ask(f"{self.control}/faults/{provider}", method="PUT", body=json.dumps(fault).encode())
        assert reply.status == 200, reply.body

    def mend(self) -> None:
        """Let all providers work again."""
        assert ask(f"{self.control}/faults", method="DELETE").status < 300

    def wait_for(self, path: str, status: int) -> None:
        """Wait until a GET is answered with this status."""
        until(lambda: self._status(path) == status or None, f"{status} of {path}")

    def _status(self, path: str) -> int:
        assert self.program.is_running, self.program.err[-4000:]
        try:
            return self.get(path).status
        except (OSError, HTTPException):
            return 0


@contextmanager
def demo(
    directory: Path,
    validator: Validator,
    *,
    scale: float,
    settings: Mapping[str, str] | None = None,
    port: int | None = None,
    scenario: str = "calm",
) -> Iterator[Stand]:
    """Run `gateway demo` from when it is ready until the block ends.

    A gateway second is `scale` real ones long. `port`: where it listens, by default on one that is free.
    """
    port = port or free_port()
    arguments = ("--no-browser", "--port", str(port), "--interval-scale", str(scale), "--scenario", scenario)
    with Program("demo", *arguments, directory=directory, settings={**CROWD, **(settings or {})}) as program:
        stand = Stand(program, f"http://{LOOPBACK}:{port}", "", validator)
        stand.wait_for("/health/ready", 200)
        stand.control = until(lambda: CONTROL.search(program.out), "the address of the control")[1]
        yield stand
