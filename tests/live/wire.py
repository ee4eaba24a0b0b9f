"""Wire: a WebSocket by hand, for what no library lets one do."""

from __future__ import annotations

import base64
import os
import socket
import struct
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from tests.live.deadline import PATIENCE_S
from tests.live.stand import LOOPBACK

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["BINARY", "CLOSE", "CONTINUATION", "PING", "PONG", "TEXT", "Wire", "frame", "handshake", "wired"]

CONTINUATION: Final = 0x0
TEXT: Final = 0x1
BINARY: Final = 0x2
CLOSE: Final = 0x8
PING: Final = 0x9
PONG: Final = 0xA

_SHORT = 126
_MEDIUM = 1 << 16


def handshake(path: str) -> bytes:
    """Make the request of an upgrade (RFC 6455 §4.1)."""
    key = base64.b64encode(os.urandom(16)).decode()
    lines = (
        f"GET {path} HTTP/1.1",
        "Host: localhost",
        "Upgrade: websocket",
        "Connection: Upgrade",
        f"Sec-WebSocket-Key: {key}",
        "Sec-WebSocket-Version: 13",
    )
    return "".join(f"{line}\r\n" for line in (*lines, "")).encode()


def frame(opcode: int, payload: bytes, *, fin: bool = True, announced: int | None = None) -> bytes:
    """Make a masked frame (RFC 6455 §5.2); `announced` is the length its header claims, if not the true one."""
    size = len(payload) if announced is None else announced
    mask = os.urandom(4)
    if size < _SHORT:
        length = bytes([0x80 | size])
    elif size < _MEDIUM:
        length = bytes([0x80 | 126]) + struct.pack("!H", size)
    else:
        length = bytes([0x80 | 127]) + struct.pack("!Q", size)
    masked = bytes(byte ^ mask[index % 4] for index, byte in enumerate(payload))
    return bytes([(0x80 if fin else 0) | opcode]) + length + mask + masked


class Wire:
    """A TCP connection to the gateway."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._reader = connection.makefile("rb")

    def send(self, data: bytes) -> None:
        """Send bytes as they are."""
        self._connection.sendall(data)

    def flood(self, data: bytes, times: int) -> int:
        """Send again and again, without reading; return how often, when nothing more is taken for a second."""
        self._connection.settimeout(1)
        for sent in range(times):
            try:
                self._connection.sendall(data)
            except TimeoutError:
                return sent
        return times

    def upgrade(self, path: str = "/ws") -> None:
        """Shake hands."""
        self.send(handshake(path))
        assert self.status() == 101

    def status(self) -> int:
        """Return the status of an HTTP answer, its headers read."""
        status = int(self._reader.readline().split()[1])
        while self._reader.readline().strip():
            pass
        return status

    def receive(self) -> tuple[int, bytes] | None:
        """Return the opcode and payload of the next frame, None at the end of the stream."""
        try:
            head = self._reader.read(2)
            if len(head) < 2:
                return None
            size = head[1] & 0x7F
            if size == 126:
                size = struct.unpack("!H", self._reader.read(2))[0]
            elif size == 127:
                size = struct.unpack("!Q", self._reader.read(8))[0]
            return head[0] & 0x0F, self._reader.read(size)
        except ConnectionResetError:
            return None

    def ending(self) -> int | None:
        """Read to the end and return the close code, None when the stream ended without one."""
        while (received := self.receive()) is not None:
            opcode, payload = received
            if opcode == CLOSE:
                return struct.unpack("!H", payload[:2])[0] if payload else None
        return None

    def reset(self) -> None:
        """Vanish: the kernel sends RST in place of FIN."""
        self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close()

    def close(self) -> None:
        """Close the TCP connection without a word of WebSocket."""
        self._reader.close()
        self._connection.close()


@contextmanager
def wired(port: int) -> Iterator[Wire]:
    """Connect to a gateway on loopback."""
    wire = Wire(socket.create_connection((LOOPBACK, port), PATIENCE_S))
    try:
        yield wire
    finally:
        wire.close()
