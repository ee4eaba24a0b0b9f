"""Toy: a server that greets as a gateway does, or refuses, one visitor after the other as a list says."""

from __future__ import annotations

import json
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from aiohttp import web

from service.terminal.address import Address, read_address

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

    Part = Callable[[web.Request], Awaitable[web.StreamResponse]]

__all__ = ["Toy", "event", "refusing", "speaking", "toy"]


def event(service: str = "news", kind: str = "update", /, **data: object) -> dict[str, Any]:
    """Make a frame."""
    return {"service": service, "type": kind, "data": data, "timestamp": "2026-11-23T10:30:00.000Z"}


class Toy:
    """What was asked of the server."""

    def __init__(self) -> None:
        self.paths: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.commands: list[dict[str, Any]] = []

    def speaking(self, *frames: object, code: int = 1000, after: int = 0) -> Part:
        """Send these, text as it is, bytes as they are and others as JSON, take commands, and close with the code."""

        async def part(request: web.Request) -> web.StreamResponse:
            socket = web.WebSocketResponse()
            await socket.prepare(request)
            for _ in range(after):
                self.commands.append(await socket.receive_json())
            for frame in frames:
                if isinstance(frame, bytes):
                    await socket.send_bytes(frame)
                else:
                    await socket.send_str(frame if isinstance(frame, str) else json.dumps(frame))
            await socket.close(code=code)
            return socket

        return part


def speaking(*frames: object, code: int = 1000) -> Part:
    """Send frames and close, whatever is said."""
    return Toy().speaking(*frames, code=code)


def refusing(status: int, body: object = None, **headers: str) -> Part:
    """Answer with an error; the underscores in the names of headers are hyphens there."""

    async def part(_: web.Request) -> web.StreamResponse:
        text = body if isinstance(body, str) else json.dumps(body or {})
        fields = {name.replace("_", "-"): value for name, value in headers.items()}
        return web.Response(status=status, text=text, headers=fields)

    return part


@asynccontextmanager
async def toy(parts: Sequence[Part], seen: Toy | None = None) -> AsyncIterator[Address]:
    """Serve: the first visitor gets the first part, and whoever comes after the last one gets the last part."""
    visits = 0

    async def serve(request: web.Request) -> web.StreamResponse:
        nonlocal visits
        visits += 1
        if seen is not None:
            seen.paths.append(request.path)
            seen.headers.append(dict(request.headers))
        return await parts[min(visits, len(parts)) - 1](request)

    app = web.Application()
    app.router.add_get("/{path:.*}", serve)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        host, port = runner.addresses[0][:2]
        yield read_address(f"http://{host}:{port}")
    finally:
        await runner.cleanup()
