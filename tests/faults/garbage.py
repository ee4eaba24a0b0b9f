"""Garbage: what is no WebSocket handshake, from nearly one to nothing like one."""

from __future__ import annotations

from tests.live.wire import TEXT, frame, handshake

__all__ = ["GARBAGE", "TOLERATED"]

GOOD = handshake("/ws")
HOST = b"Host: localhost\r\n"
GET = b"GET /ws HTTP/1.1\r\n"
UPGRADE = b"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
KEY = b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
END = b"\r\n"


def changed(old: bytes, new: bytes) -> bytes:
    """Make a handshake that is a good one but for one thing."""
    assert old in GOOD
    return GOOD.replace(old, new)


GARBAGE: dict[str, bytes] = {
    "blank lines": b"\r\n" * 1_000,
    "NULs": bytes(1_000),
    "every byte": bytes(range(256)),
    "a frame": frame(TEXT, b'{"action": "ping"}'),
    "TLS": bytes.fromhex("16030100a5010000a10303") + bytes(160),
    "HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes(9),
    "SSH": b"SSH-2.0-OpenSSH_9.9\r\n",
    "SMTP": b"EHLO example.test\r\n",
    "Redis": b"*1\r\n$4\r\nPING\r\n",
    "PROXY protocol": b"PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\n" + GOOD,
    "PROXY protocol 2": b"\r\n\r\n\x00\r\nQUIT\n\x21\x11\x00\x0c" + bytes(12) + GOOD,
    "HTTP/0.9": b"GET /ws\r\n",
    "HTTP/9.9": changed(b"HTTP/1.1", b"HTTP/9.9"),
    "no version": changed(b" HTTP/1.1", b""),
    "no method": GOOD[4:],
    "a blank in the path": changed(b"/ws", b"/ws /ws"),
    "a NUL in the path": changed(b"/ws", b"/ws\x00"),
    "a path of 100,000 letters": changed(b"/ws", b"/ws/" + b"a" * 100_000),
    "a query of 3,000 letters": changed(b"/ws", b"/ws?" + b"a" * 3_000),
    "a path upwards": changed(b"/ws", b"/../../etc/passwd"),
    "a path upwards in disguise": changed(b"/ws", b"/ws/%2e%2e/%2e%2e/etc/passwd"),
    "200 headers": GOOD[:-2] + b"".join(b"X-%d: a\r\n" % number for number in range(200)) + END,
    "a header of 20,000 letters": GOOD[:-2] + b"X-Long: " + b"a" * 20_000 + END + END,
    "a header without a colon": GOOD[:-2] + b"X-Colon\r\n" + END,
    "a blank before the colon": GOOD[:-2] + b"X-Blank : a\r\n" + END,
    "a NUL in a header": GOOD[:-2] + b"X-Nul: \x00\r\n" + END,
    "a folded header": GOOD[:-2] + b"X-Fold: a\r\n b\r\n" + END,
    "no host": GET + UPGRADE + KEY + END,
    "two hosts": GET + HOST + HOST + UPGRADE + KEY + END,
    "no key": GET + HOST + UPGRADE + END,
    "two keys": GET + HOST + UPGRADE + KEY + KEY + END,
    "a short key": GET + HOST + UPGRADE + b"Sec-WebSocket-Key: abc\r\n" + END,
    "a key of letters": GET + HOST + UPGRADE + b"Sec-WebSocket-Key: " + b"!" * 24 + END + END,
    "no version of WebSocket": changed(b"Sec-WebSocket-Version: 13\r\n", b""),
    "version 12": changed(b"Version: 13", b"Version: 12"),
    "version -1": changed(b"Version: 13", b"Version: -1"),
    "another upgrade": changed(b"Upgrade: websocket", b"Upgrade: h2c"),
    "no upgrade": changed(b"Connection: Upgrade", b"Connection: close"),
    "CONNECT": b"CONNECT localhost:443 HTTP/1.1\r\n" + HOST + END,
    "a chunk without end": b"POST /ws/stats HTTP/1.1\r\n"
    + HOST
    + b"Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\n",
    "a negative length": b"POST /ws/stats HTTP/1.1\r\n" + HOST + b"Content-Length: -1\r\n" + END,
    "two lengths": b"POST /ws/stats HTTP/1.1\r\n" + HOST + b"Content-Length: 1\r\nContent-Length: 2\r\n" + END + b"ab",
    "a length and chunks": b"POST /ws/stats HTTP/1.1\r\n"
    + HOST
    + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /admin HTTP/1.1\r\n\r\n",
}
TOLERATED: dict[str, bytes] = {
    "POST": changed(b"GET", b"POST"),
    "a method of 10,000 letters": b"A" * 10_000 + GOOD[3:],
    "an address of another host": changed(b"GET /ws", b"GET http://evil.test/ws"),
    "a header twice": GOOD[:-2] + b"X-A: 1\r\nX-A: 2\r\n" + END,
}
"""What granian takes for a handshake though RFC 6455 §4.1 does not; ASGI shows an application no method."""
