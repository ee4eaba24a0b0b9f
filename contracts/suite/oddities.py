"""Oddities: text frames that no schema can generate, as bytes; some are not even text."""

from __future__ import annotations

from typing import Final

__all__ = ["ODDITIES"]

ODDITIES: Final[tuple[bytes, ...]] = (
    b"",
    b" \n\t",
    b"\x00",
    b"\xff\xfe\xfd",
    b"\xc0\x80",
    b"\xed\xa0\x80",
    b"\xf4\x90\x80\x80",
    b'{"action": "ping", "data": {"a": "\xe2\x82"}}',
    b'\xef\xbb\xbf{"action": "ping"}',
    b'{"action": "ping"}\x00',
    b'{"action": "pi\\u0000ng"}',
    b'{"action": "ping", "data": {"a": "\\ud800"}}',
    b'{"action": "ping", "data": {"\\udfff": 1}}',
    b'{"action": "ping", "data": {"a": NaN}}',
    b'{"action": "ping", "data": {"a": Infinity}}',
    b'{"action": "ping", "data": {"a": 1e999}}',
    b'{"action": "ping", "data": {"a": -0.0}}',
    b'{"action": "ping", "data": {"a": 1' + b"0" * 400 + b"}}",
    b'{"action": "ping", "data": {"a": 1' + b"0" * 5000 + b"}}",
    b'{"action": "ping", "data": {"a": 0.' + b"1" * 5000 + b"}}",
    b'{"action": "ping", "data": {"a": 01}}',
    b'{"action": "ping", "data": {"a": .5}}',
    b'{"action": "ping", "action": "ping"}',
    b'{"action": "ping", "data": {"a": 1, "a": 2}}',
    b'{"action": "ping", "data": ' + b'{"a":' * 60 + b"1" + b"}" * 61,
    b'{"action": "ping", "data": ' + b'{"a":' * 1500 + b"1" + b"}" * 1501,
    b"[" * 8000,
    b"[" * 100_000,
    b'{"a":' * 3000,
    b'"' + b"\\" * 999,
    b'{"action": "ping", "__proto__": {"x": 1}, "constructor": 1, "request_id": "../../etc/passwd"}',
    b'{"action": "ping"} // and a comment',
    b"{'action': 'ping'}",
    b"<xml/>",
    b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
    b'{"action": "subscribe", "service": "' + b"a" * 5000 + b'"}',
    b'{"action": "' + "\U0001f680".encode() * 2000 + b'"}',
    b"true",
    b"-",
    b"{" + b",".join(b'"k%d": %d' % (number, number) for number in range(1200)) + b"}",
)
