"""Refusals over HTTP, as problem details (RFC 9457)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import msgspec
from litestar.openapi.datastructures import ResponseSpec

from service.edge.hardening import ANSWER

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, MutableMapping
    from http import HTTPStatus

__all__ = ["MEDIA_TYPE", "Problem", "Refusal", "described", "problem", "refusal", "refuse"]

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


@dataclass(frozen=True, slots=True)
class Refusal:
    """A problem and the headers that belong to it."""

    problem: Problem
    headers: Mapping[str, str] = field(default_factory=dict)


def described(*statuses: HTTPStatus) -> dict[int, ResponseSpec]:
    """Describe refusals for OpenAPI."""
    return {
        status: ResponseSpec(Problem, description=status.phrase, media_type=MEDIA_TYPE, generate_examples=False)
        for status in statuses
    }


def refusal(status: HTTPStatus, detail: str, **headers: str) -> Refusal:
    """Make a refusal; the underscores in the names of headers are hyphens there."""
    return Refusal(problem(status, detail), {name.replace("_", "-"): value for name, value in headers.items()})


async def refuse(
    refused: Refusal,
    scope: MutableMapping[str, Any],
    receive: Callable[[], Awaitable[Any]],
    send: Callable[[Any], Awaitable[None]],
) -> None:
    """Answer a request, or a WebSocket handshake, with a real status and body.

    A server without the extension `websocket.http.response` makes a bare 403 of a handshake (ASGI specification).
    """
    prefix = "http"
    if scope["type"] == "websocket":
        await receive()
        if "websocket.http.response" not in (scope.get("extensions") or {}):
            await send({"type": "websocket.close", "code": 1000})
            return
        prefix = "websocket.http"
    body = msgspec.json.encode(refused.problem)
    fields = {**ANSWER, "content-type": MEDIA_TYPE, "content-length": str(len(body)), **refused.headers}
    raw = [(name.encode(), value.encode()) for name, value in fields.items()]
    await send({"type": f"{prefix}.response.start", "status": refused.problem.status, "headers": raw})
    await send({"type": f"{prefix}.response.body", "body": body})
