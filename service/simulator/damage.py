"""Damage: what a fault makes of an answer's status, headers and body."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import msgspec

from service.simulator.faults import (
    Bomb,
    ErrorBody,
    Garbage,
    Html,
    MissingFields,
    Nulls,
    Oversize,
    Status,
    WrongTypes,
)
from service.simulator.http import Reply
from service.simulator.noise import octets, uniform

if TYPE_CHECKING:
    from collections.abc import Callable

    from service.simulator.faults import AnyFault
    from service.simulator.upstream import Complaint

__all__ = ["damage"]

_GONE: Final = object()
_BOMB: Final = b"""<?xml version="1.0"?>
<!DOCTYPE rss [
  <!ENTITY a0 "boom">
%b
]>
<rss version="2.0"><channel><title>&a9;</title></channel></rss>
""" % b"\n".join(b'  <!ENTITY a%d "%b">' % (level, b"&a%d;" % (level - 1) * 10) for level in range(1, 10))


def damage(reply: Reply, fault: AnyFault | None, complain: Complaint, key: str) -> Reply:
    """Return what is sent in place of an answer. `key` is what chance depends on."""
    match fault:
        case Status():
            wait = () if fault.retry_after is None else (("retry-after", str(fault.retry_after)),)
            reply = (_page(fault.status) if fault.html else complain(fault.status)).with_headers(wait)
        case ErrorBody():
            reply = replace(complain(fault.status, fault.text), status=200)
        case Html():
            reply = _page(200)
        case Garbage():
            reply = replace(reply, status=200, body=octets(key, fault.size_bytes))
        case Bomb():
            reply = replace(reply, status=200, body=_BOMB)
        case Oversize():
            reply = replace(reply, body=reply.body.rjust(fault.size_bytes))
        case MissingFields():
            reply = _rewritten(reply, fault.fields, key, lambda _value: _GONE)
        case Nulls():
            reply = _rewritten(reply, fault.fields, key, lambda _value: None)
        case WrongTypes():
            reply = _rewritten(reply, fault.fields, key, _mistyped)
        case _:
            pass
    return reply


def _page(status: int) -> Reply:
    title = "Just a moment..." if status < 500 else f"{status}: The origin does not answer"  # noqa: PLR2004  of the server's kind
    body = (
        f'<!DOCTYPE html>\n<html lang="en"><head><title>{title}</title></head>'
        f"<body><h1>{title}</h1><p>Cloudflare Ray ID: 8f00000000000000</p></body></html>\n"
    )
    return Reply(status, (("content-type", "text/html; charset=UTF-8"), ("server", "cloudflare")), body.encode())


def _mistyped(value: Any) -> Any:
    match value:
        case str():
            return {"value": value}
        case list():
            return "[]"
        case _:
            return [value]


def _rewritten(reply: Reply, fields: list[str], key: str, change: Callable[[Any], Any]) -> Reply:
    drawn = 0

    def chosen(name: str, *, innermost: bool) -> bool:
        nonlocal drawn
        if fields:
            return name in fields
        drawn += 1
        return innermost and uniform(key, drawn) < 0.5  # noqa: PLR2004  a coin's chance

    def walk(value: Any) -> Any:
        if isinstance(value, list):
            return [walk(item) for item in value]
        if not isinstance(value, dict):
            return value
        innermost = not any(isinstance(inner, dict) for inner in value.values())
        changed = {
            name: change(inner) if chosen(name, innermost=innermost) else walk(inner) for name, inner in value.items()
        }
        return {name: inner for name, inner in changed.items() if inner is not _GONE}

    try:
        value = msgspec.json.decode(reply.body)
    except msgspec.DecodeError:
        # Only JSON has fields.
        return reply
    return replace(reply, body=msgspec.json.encode(walk(value)))
