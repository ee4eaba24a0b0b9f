"""Slots: a small granian, started by `python slots.py PORT MODE SLOTS`, to show what the HTTP mode is good for."""

from __future__ import annotations

import asyncio
import signal
import sys
from typing import Any

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.server.embed import Server


async def accept(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Accept every WebSocket, and wait for its end."""
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.accept"})
        await receive()


async def main(port: int, mode: str, slots: int) -> None:
    """Serve until SIGTERM."""
    server = Server(
        accept,
        address="127.0.0.1",
        port=port,
        interface=Interfaces.ASGI,
        http=HTTPModes(mode),
        http1_settings=HTTP1Settings(header_read_timeout=1_000),
        backpressure=slots,
        log_enabled=False,
    )
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, server.stop)
    await server.serve()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), sys.argv[2], int(sys.argv[3])))
