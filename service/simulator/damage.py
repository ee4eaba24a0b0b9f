"""Damage: what a fault makes of an answer's status, headers and body."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import msgspec

from service.simulator.faults import (
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
            reply = replace(reply, body=octets(key, fault.size_bytes))
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

    return replace(reply, body=msgspec.json.encode(walk(msgspec.json.decode(reply.body))))
