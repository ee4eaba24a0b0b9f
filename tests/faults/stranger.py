"""Stranger: somebody on another address of this machine, for whom limits count apart from the canary's."""

from __future__ import annotations

import json
import socket
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from typing import TYPE_CHECKING, Any

from tests.live.ask import Reply
from tests.live.client import is_reply
from tests.live.deadline import PATIENCE_S, until
from tests.live.stand import LOOPBACK
from tests.live.wire import CLOSE, TEXT, Wire, frame

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from contracts.validator import Validator
    from tests.live.stand import Stand

__all__ = [
    "Stranger",
    "client_count",
    "command",
    "dial",
    "knock",
    "next_reply",
    "silence",
    "stranger",
    "upgrade_headers",
]

KEY = "dGhlIHNhbXBsZSBub25jZQ=="


def dial(port: int, address: str = LOOPBACK) -> socket.socket:
    """Connect from one of the addresses 127.x.x.x, all of which are this machine."""
    return socket.create_connection((LOOPBACK, port), PATIENCE_S, (address, 0))


class Stranger(Wire):
    """A connection that can also be ended half."""

    def __init__(self, connection: socket.socket) -> None:
        super().__init__(connection)
        self._socket = connection

    def end(self) -> None:
        """Send nothing more, and go on reading."""
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_WR)


@contextmanager
def stranger(port: int, address: str, path: str = "/ws") -> Iterator[Stranger]:
    """Connect from an address and shake hands."""
    wire = Stranger(dial(port, address))
    try:
        wire.upgrade(path)
        yield wire
    finally:
        wire.close()


def upgrade_headers(**others: str) -> dict[str, str]:
    """Make the headers of a handshake; the underscores in the names of others are hyphens there."""
    fields = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": KEY}
    return fields | {name.replace("_", "-"): value for name, value in others.items()}


def knock(port: int, address: str = LOOPBACK, path: str = "/ws", headers: Mapping[str, str] | None = None) -> Reply:
    """Ask to come in, and leave again whatever the answer."""
    connection = HTTPConnection(LOOPBACK, port, timeout=PATIENCE_S, source_address=(address, 0))
    try:
        connection.request("GET", path, headers={**upgrade_headers(), **(headers or {})})
        answer = connection.getresponse()
        return Reply(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
    finally:
        connection.close()


def command(action: str, **fields: object) -> bytes:
    """Make the frame of a command."""
    return frame(TEXT, json.dumps({"action": action, **fields}).encode())


def next_reply(wire: Wire, path: str, validator: Validator) -> dict[str, Any] | int | None:
    """Return the next reply, judged by the contract; the close code, 1005 for an empty one; None at a bare end."""
    while (received := wire.receive()) is not None:
        opcode, payload = received
        if opcode == CLOSE:
            return int.from_bytes(payload[:2], "big") if payload else 1005
        if opcode != TEXT:
            continue
        verdict = validator.event(path, payload.decode())
        assert verdict, [*map(str, verdict.violations), payload]
        if is_reply(verdict.value):
            event: dict[str, Any] = verdict.value
            return event
    return None


def client_count(gateway: Stand) -> int:
    """Ask how many are connected."""
    return int(gateway.get("/ws/stats").json["data"]["total_connections"])


def silence(gateway: Stand, left: int = 1) -> None:
    """Wait until only so many are left, the canary to begin with."""
    until(lambda: client_count(gateway) == left or None, f"{left} left")
