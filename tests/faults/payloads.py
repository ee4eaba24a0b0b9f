"""Payloads: what a hostile client may put into a text frame, and what the contract answers to it."""

from __future__ import annotations

from contracts.generated.catalog import MAX_MESSAGE_BYTES

__all__ = ["CLOSED", "PAYLOADS", "Answer"]

CLOSED = (1007, 1005, None)
"""How the server itself ends a connection whose bytes are no text: by 1007, an empty close frame, or the bare end."""

Answer = str | int | tuple[int | None, ...]


def ping(data: str) -> bytes:
    """Make a ping whose `data` is this JSON."""
    return b'{"action": "ping", "data": %s}' % data.encode()


def padded(size: int) -> bytes:
    """Make a ping of exactly so many bytes."""
    head, tail = b'{"action": "ping", "data": {"a": "', b'"}}'
    return head + b"." * (size - len(head) - len(tail)) + tail


def nested(opening: str, closing: str, levels: int) -> bytes:
    """Nest so many levels."""
    return (opening * levels + "1" + closing * levels).encode()


JSON: dict[str, tuple[bytes, Answer]] = {
    "nothing": (b"", "invalid_json"),
    "a blank": (b" ", "invalid_json"),
    "a NUL": (b"\x00", "invalid_json"),
    "a thousand NULs": (b"\x00" * 1000, "invalid_json"),
    "NUL after JSON": (b'{"action": "ping"}\x00', "invalid_json"),
    "NUL in a string": (ping('{"a": "\x00"}'), "invalid_json"),
    "escaped NUL": (ping(r'{"a": "\u0000"}'), "pong"),
    "line feed in a string": (ping('{"a": "\n"}'), "invalid_json"),
    "every control character": (ping('{"a": "' + "".join(map(chr, range(1, 32))) + '"}'), "invalid_json"),
    "DEL and C1": (ping('{"a": "' + "".join(map(chr, range(127, 160))) + '"}'), "pong"),
    "byte order mark": (b'\xef\xbb\xbf{"action": "ping"}', "invalid_json"),
    "garbage after JSON": (b'{"action": "ping"}garbage', "invalid_json"),
    "garbage before JSON": (b')]}\',\n{"action": "ping"}', "invalid_json"),
    "two commands": (b'{"action": "ping"}\n{"action": "ping"}', "invalid_json"),
    "comment": (b'{"action": "ping"} // ping', "invalid_json"),
    "comma at the end": (b'{"action": "ping",}', "invalid_json"),
    "no quotes": (b"{action: ping}", "invalid_json"),
    "hexadecimal": (ping('{"a": 0x10}'), "invalid_json"),
    "leading zero": (ping('{"a": 01}'), "invalid_json"),
    "plus": (ping('{"a": +1}'), "invalid_json"),
    "dot": (ping('{"a": 1.}'), "invalid_json"),
    "NaN": (ping('{"a": NaN}'), "invalid_json"),
    "Infinity": (ping('{"a": Infinity}'), "invalid_json"),
    "-Infinity": (ping('{"a": -Infinity}'), "invalid_json"),
    "True": (ping('{"a": True}'), "invalid_json"),
    "unknown escape": (ping(r'{"a": "\x41"}'), "invalid_json"),
    "half an escape": (ping(r'{"a": "\u12"}'), "invalid_json"),
    "lone high surrogate": (ping(r'{"a": "\ud800"}'), "invalid_json"),
    "lone low surrogate": (ping(r'{"a": "\udc00"}'), "invalid_json"),
    "surrogates the wrong way round": (ping(r'{"a": "\udc00\ud800"}'), "invalid_json"),
    "lone surrogate in a key": (ping(r'{"\ud800": 1}'), "invalid_json"),
    "lone surrogate as action": (rb'{"action": "\ud800"}', "invalid_json"),
    "surrogate pair": (ping(r'{"a": "\ud83d\ude80"}'), "pong"),
    "8,000 arrays": (b"[" * 8_000 + b"]" * 8_000, "invalid_json"),
    "16,000 brackets never closed": (b"[" * 16_000, "invalid_json"),
    "2,700 objects": (nested('{"a":', "}", 2_700), "invalid_json"),
    "1,000 arrays in a ping": (ping('{"a": ' + nested("[", "]", 1_000).decode() + "}"), "invalid_json"),
    "65 levels": (ping(nested('{"a":', "}", 64).decode()), "invalid_json"),
    "64 levels": (ping(nested('{"a":', "}", 63).decode()), "pong"),
    "array": (b"[]", "invalid_message"),
    "array of 8,000 items": (b"[" + b"0," * 7_999 + b"0]", "invalid_message"),
    "number": (b"1", "invalid_message"),
    "string": (b'"ping"', "invalid_message"),
    "true": (b"true", "invalid_message"),
}
NUMBERS: dict[str, tuple[bytes, Answer]] = {
    "2 to the 64": (ping('{"a": 18446744073709551616}'), "pong"),
    "an integer of 4,301 digits": (ping('{"a": 1' + "0" * 4_300 + "}"), "invalid_json"),
    "an integer of 16,000 digits": (ping('{"a": -' + "9" * 16_000 + "}"), "invalid_json"),
    "a long integer as action": (b'{"action": 1' + b"0" * 4_300 + b"}", "invalid_json"),
    "a long integer as service": (b'{"action": "subscribe", "service": 1' + b"0" * 4_300 + b"}", "invalid_json"),
    "a long integer as request_id": (b'{"action": "ping", "request_id": 1' + b"0" * 4_300 + b"}", "invalid_json"),
    "1e999": (ping('{"a": 1e999}'), "invalid_json"),
    "-1e999": (ping('{"a": -1e999}'), "invalid_json"),
    "1e999 as action": (b'{"action": 1e999}', "invalid_json"),
    "1e-999": (ping('{"a": 1e-999}'), "pong"),
    "an exponent of 5,000 digits": (ping('{"a": 1e' + "9" * 5_000 + "}"), "invalid_json"),
    "a fraction of 10,000 digits": (ping('{"a": 0.' + "1" * 10_000 + "}"), "pong"),
    "minus nothing": (ping('{"a": -0, "b": -0.0}'), "pong"),
}
COMMANDS: dict[str, tuple[bytes, Answer]] = {
    "nothing in it": (b"{}", "missing_action"),
    "Action": (b'{"Action": "ping"}', "missing_action"),
    "PING": (b'{"action": "PING"}', "unknown_action"),
    "ping with a blank": (b'{"action": "ping "}', "unknown_action"),
    "ping in wide letters": ('{"action": "\uff50\uff49\uff4e\uff47"}'.encode(), "unknown_action"),
    "ping with nothing in the middle": ('{"action": "pi\u200bng"}'.encode(), "unknown_action"),
    "fraction as action": (b'{"action": 1.5}', "unknown_action"),
    "tree as action": (b'{"action": {"a": [1, {"b": null}]}}', "unknown_action"),
    "16,000 letters as action": (b'{"action": "' + b"a" * 16_000 + b'"}', "unknown_action"),
    "prototype as action": (b'{"action": "__proto__"}', "unknown_action"),
    "class as action": (b'{"action": "__class__"}', "unknown_action"),
    "script as action": (b'{"action": "<script>alert(1)</script>"}', "unknown_action"),
    "format as action": (b'{"action": "{0.__class__}%s%n${jndi:ldap://a}"}', "unknown_action"),
    "header as action": (b'{"action": "a\\r\\nSet-Cookie: b"}', "unknown_action"),
    "colours as action": (b'{"action": "\\u001b[31mred\\u0007"}', "unknown_action"),
    "last of two actions": (b'{"action": "fly", "action": "ping"}', "pong"),
    "last of 900 actions": (b"{" + b'"action": "fly",' * 900 + b'"action": "ping"}', "pong"),
    "last of two data": (b'{"action": "ping", "data": 1, "data": {}}', "pong"),
    "two keys alike in data": (ping('{"a": 1, "a": 2}'), "pong"),
    "prototype": (b'{"action": "ping", "__proto__": {"action": "fly"}, "constructor": {}, "__class__": ""}', "pong"),
    "prototype in data": (ping('{"__proto__": {"a": 1}, "__class__": 2, "__init__": 3}'), "pong"),
    "the model's own names": (ping('{"model_config": {}, "model_extra": 1, "__pydantic_extra__": 2}'), "pong"),
    "a key of 16,000 letters": (ping('{"' + "k" * 16_000 + '": 1}'), "pong"),
    "an unknown field of 16,000 letters": (b'{"action": "ping", "' + b"k" * 16_000 + b'": 1}', "pong"),
    "1,500 keys": (ping("{" + ",".join(f'"k{number}":1' for number in range(1_500)) + "}"), "pong"),
    "a key of nothing": (ping('{"": 1}'), "pong"),
    "an accent on an accent": (ping('{"a": "' + "a\u0301" * 3_000 + '"}'), "pong"),
    "no characters": (ping('{"a": "\ufffe\uffff\u2028\u2029"}'), "pong"),
    "service from right to left": (
        '{"action": "subscribe", "service": "\u202enews\u202c"}'.encode(),
        "invalid_service",
    ),
    "16,000 letters as service": (b'{"action": "subscribe", "service": "' + b"s" * 16_000 + b'"}', "invalid_service"),
    "prototype as service": (b'{"action": "subscribe", "service": "__proto__"}', "invalid_service"),
    "path as service": (b'{"action": "subscribe", "service": "../../etc/passwd"}', "invalid_service"),
    "SQL as service": (b'{"action": "subscribe", "service": "news\'; DROP TABLE updates; --"}', "invalid_service"),
    "list as service": (b'{"action": "subscribe", "service": ["news"]}', "invalid_service"),
    "truth as service": (b'{"action": "subscribe", "service": true}', "invalid_service"),
    "two services": (b'{"action": "subscribe", "service": "news,sentiment"}', "invalid_service"),
    "128 rockets as request_id": (
        ('{"action": "ping", "request_id": "' + "\U0001f680" * 128 + '"}').encode(),
        "pong",
    ),
    "129 letters as request_id": (b'{"action": "ping", "request_id": "' + b"r" * 129 + b'"}', "invalid_field"),
    "NUL as request_id": (b'{"action": "ping", "request_id": "\\u0000"}', "pong"),
}
SIZES: dict[str, tuple[bytes, Answer]] = {
    "as long as allowed": (padded(MAX_MESSAGE_BYTES), "pong"),
    "a byte longer": (padded(MAX_MESSAGE_BYTES + 1), 1009),
    "blanks as long as allowed": (b" " * MAX_MESSAGE_BYTES, "invalid_json"),
    "quotes as long as allowed": (b'"' * MAX_MESSAGE_BYTES, "invalid_json"),
    "backslashes as long as allowed": (b'"' + b"\\" * (MAX_MESSAGE_BYTES - 2) + b'"', "invalid_message"),
    "100,000 brackets": (b"[" * 100_000, 1009),
    "a megabyte of NULs": (bytes(1 << 20), 1009),
}
BYTES: dict[str, tuple[bytes, Answer]] = {
    name: (b'{"action": "' + text + b'"}', CLOSED)
    for name, text in {
        "a lone continuation": b"\x80",
        "a start without its continuation": b"\xc3",
        "an overlong slash": b"\xc0\xaf",
        "an overlong NUL": b"\xc0\x80",
        "an overlong slash of three bytes": b"\xe0\x80\xaf",
        "an overlong slash of four bytes": b"\xf0\x80\x80\xaf",
        "a surrogate": b"\xed\xa0\x80",
        "a pair of surrogates": b"\xed\xa0\xbd\xed\xba\x80",
        "beyond Unicode": b"\xf4\x90\x80\x80",
        "five bytes": b"\xf8\x88\x80\x80\x80",
        "six bytes": b"\xfc\x84\x80\x80\x80\x80",
        "FE": b"\xfe",
        "FF": b"\xff",
        "Latin-1": b"\xe9t\xe9",
    }.items()
}
BYTES["UTF-16"] = ('{"action": "ping"}'.encode("utf-16"), CLOSED)
BYTES["UTF-16 without its mark"] = ('{"action": "ping"}'.encode("utf-16-le"), "invalid_json")
BYTES["UTF-32"] = ('{"action": "ping"}'.encode("utf-32"), CLOSED)
BYTES["gzip"] = (b"\x1f\x8b\x08\x00\x00\x00\x00\x00", CLOSED)

PAYLOADS = {**JSON, **NUMBERS, **COMMANDS, **SIZES, **BYTES}
"""What is sent, and the type of the reply, the code of the error, or the codes with which it may be closed."""
