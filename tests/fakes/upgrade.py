"""Upgrade: the ASGI scope of a WebSocket handshake as a server makes it."""

from __future__ import annotations

from typing import Any

__all__ = ["KEY", "upgrade"]

KEY = "dGhlIHNhbXBsZSBub25jZQ=="
"""The example of RFC 6455 §1.3."""


def upgrade(
    path: str = "/ws",
    *headers: tuple[str, str],
    query: str = "",
    peer: tuple[str, str] = ("203.0.113.9", "50000"),
    without: str = "",
) -> dict[str, Any]:
    """Make a good handshake, with more headers, and without one that it needs. The port is text, as granian has it."""
    needed = {"host": "gateway.example", "sec-websocket-key": KEY, "sec-websocket-version": "13"}
    fields = [*((name, value) for name, value in needed.items() if name != without), *headers]
    return {
        "type": "websocket",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in fields],
        "client": peer,
        "extensions": {"websocket.http.response": {}},
    }
