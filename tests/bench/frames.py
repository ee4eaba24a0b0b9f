"""WebSocket on the client's side, as little of it as a benchmark needs."""

from __future__ import annotations

__all__ = ["EXTENDED", "handshake", "masked", "span"]

EXTENDED = 126
"""The first length that does not fit into the second byte of a frame; so does it say that two more follow."""
LONG = 127
TEXT = 0x81
MASKED = 0x80


def handshake(host: str, port: int, path: str) -> bytes:
    """Write the request. The key is not random: nobody between could mistake it."""
    return (
        f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
    ).encode()


def masked(text: str) -> bytes:
    """Write a short text as a frame. Its mask is zero, which leaves the text as it is."""
    payload = text.encode()
    assert len(payload) < EXTENDED, "a command"
    return bytes((TEXT, MASKED | len(payload), 0, 0, 0, 0)) + payload


def span(buffer: bytearray, start: int, end: int) -> tuple[int, int] | None:
    """Find the payload of the frame that starts here: from where to where, None when its header is not complete.

    The payload may end beyond `end`: then the rest has not come yet.
    """
    if end - start < 2:
        return None
    length = buffer[start + 1]
    if length < EXTENDED:
        return start + 2, start + 2 + length
    header = 4 if length == EXTENDED else 10
    if end - start < header:
        return None
    payload = start + header
    return payload, payload + int.from_bytes(buffer[start + 2 : payload])
