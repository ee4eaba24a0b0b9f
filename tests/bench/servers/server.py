"""Server: what the benchmark asks of each program that it compares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from tests.bench.update import Update

__all__ = ["BACKLOG", "LOOPBACK", "PONG", "PONG_TEXT", "Server"]

LOOPBACK = "127.0.0.1"
BACKLOG = 2_048
"""Connections that wait to be accepted."""

PONG = {"service": "system", "type": "pong", "data": {}, "timestamp": "2026-01-01T00:00:00.000Z"}
"""What the servers that know no commands answer to every message."""
PONG_TEXT = '{"service":"system","type":"pong","data":{},"timestamp":"2026-01-01T00:00:00.000Z"}'


class Server(Protocol):
    """One program. Whoever connects to `/ws/market_data` gets every update, and an answer to `ping`."""

    async def serve(self, port: int) -> None:
        """Serve until cancelled."""

    @property
    def clients(self) -> int:
        """How many clients get updates now."""

    @property
    def busy(self) -> int:
        """How many of them have not taken what was sent to them; 0 where the server cannot tell."""

    async def publish(self, update: Update) -> None:
        """Do what this server does when an update comes; return when the next may come."""

    async def settle(self) -> None:
        """Wait until the kernel has all that was published."""
