"""Damage: what a fault makes of an answer's status, headers and body."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from service.simulator.faults import (
    Bomb,
    Cut,
    ErrorBody,
    Garbage,
    HeaderChange,
    Html,
    MissingFields,
    Nulls,
    Oversize,
    Requoted,
    Status,
    WrongTypes,
)
from service.simulator.fields import rewritten
from service.simulator.http import Reply
from service.simulator.noise import octets

if TYPE_CHECKING:
    from service.simulator.faults import AnyFault
    from service.simulator.upstream import Complaint

__all__ = ["damage"]

_BODILESS: Final = (204, 304)
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
            reply = _failed(fault, complain)
        case HeaderChange():
            named = {name.lower(): value for name, value in fault.headers.items()}
            kept = tuple((name, value) for name, value in reply.headers if name not in named)
            reply = replace(reply, headers=(*kept, *named.items()))
        case ErrorBody():
            reply = replace(complain(fault.status, fault.text), status=200)
        case Html():
            reply = _page(200)
        case Garbage():
            reply = replace(reply, status=200, body=octets(key, fault.size_bytes))
        case Bomb():
            reply = replace(reply, status=200, body=_BOMB)
        case Oversize():
            reply = replace(reply, body=reply.body.ljust(fault.size_bytes))
        case Cut():
            reply = replace(reply, body=reply.body[: int(len(reply.body) * fault.share)])
        case MissingFields() | Nulls() | Requoted() | WrongTypes():
            reply = replace(reply, body=rewritten(reply.body, fault, key))
        case _:
            pass
    return reply


def _failed(fault: Status, complain: Complaint) -> Reply:
    reply = _page(fault.status) if fault.html else complain(fault.status)
    if fault.status in _BODILESS:
        reply = replace(reply, body=b"")
    return reply if fault.retry_after is None else reply.with_headers((("retry-after", str(fault.retry_after)),))


def _page(status: int) -> Reply:
    title = "Just a moment..." if status < 500 else f"{status}: The origin does not answer"  # noqa: PLR2004  of the server's kind
    body = (
        f'<!DOCTYPE html>\n<html lang="en"><head><title>{title}</title></head>'
        f"<body><h1>{title}</h1><p>Cloudflare Ray ID: 8f00000000000000</p></body></html>\n"
    )
    return Reply(status, (("content-type", "text/html; charset=UTF-8"), ("server", "cloudflare")), body.encode())
