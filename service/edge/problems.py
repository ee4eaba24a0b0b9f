"""Refusals over HTTP, as problem details (RFC 9457)."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, MutableMapping

__all__ = ["MEDIA_TYPE", "Problem", "problem", "refuse_upgrade"]

MEDIA_TYPE = "application/problem+json"


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """The body of a refusal."""

    status: int
    title: str
    detail: str
    endpoints: list[str] | None = None
    """The addresses there are, when another one was asked for."""


def problem(status: HTTPStatus, detail: str, endpoints: list[str] | None = None) -> Problem:
    """Make a problem of the type `about:blank`, whose title is the status phrase."""
    return Problem(status.value, status.phrase, detail, endpoints)


async def refuse_upgrade(
    refusal: Problem,
    headers: Mapping[str, str],
    scope: MutableMapping[str, Any],
    receive: Callable[[], Awaitable[Any]],
    send: Callable[[Any], Awaitable[None]],
) -> None:
    """Answer a WebSocket handshake with a real status and body.

    A server without the extension `websocket.http.response` makes a bare 403 of the close (ASGI specification).
    """
    await receive()
    if "websocket.http.response" not in (scope.get("extensions") or {}):
        await send({"type": "websocket.close", "code": 1000})
        return
    body = msgspec.json.encode(refusal)
    fields = {"content-type": MEDIA_TYPE, "content-length": str(len(body)), **headers}
    raw = [(name.encode(), value.encode()) for name, value in fields.items()]
    await send({"type": "websocket.http.response.start", "status": refusal.status, "headers": raw})
    await send({"type": "websocket.http.response.body", "body": body})
