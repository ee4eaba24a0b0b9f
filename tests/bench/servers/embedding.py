"""granian in the process and loop of the benchmark, set as the gateway sets it; without the gateway's modules."""

from __future__ import annotations

from typing import Any

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.server.embed import Server

from tests.bench.servers.server import BACKLOG, LOOPBACK

__all__ = ["embedded"]

HEADER_TIMEOUT_MS = 5_000
HEADER_BYTES = 16_384


def embedded(app: Any, port: int) -> Server:
    """Make a granian server for an ASGI app."""
    return Server(
        app,
        address=LOOPBACK,
        port=port,
        interface=Interfaces.ASGI,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_TIMEOUT_MS, max_buffer_size=HEADER_BYTES),
        backlog=BACKLOG,
        log_enabled=False,
    )
