"""The door to granian: how it is started, and how it ends without cutting anybody off.

granian runs embedded, in this process and loop. That is as fast as its worker processes and leaves the signals to us,
so that clients can be told and closed before it stops; a worker process gives them a bare EOF at SIGTERM.
"""

from __future__ import annotations

import asyncio
import signal
from typing import TYPE_CHECKING, Any

import structlog
from granian.constants import HTTPModes, Interfaces
from granian.errors import FatalError
from granian.http import HTTP1Settings
from granian.server.embed import Server

from contracts.generated.catalog import CLOSE_CODES
from service.edge.address import listening_address
from service.errors import ConfigurationError, GatewayError
from service.handlers.notices import notice

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from service.edge.adapter import EdgeAdapter
    from service.edge.desk import Desk

__all__ = ["drain", "embedded", "serve"]

HEADER_TIMEOUT_MS = 5_000
HEADER_BYTES = 16_384
BACKLOG = 2_048

_log = structlog.get_logger(__name__)


def embedded(app: Any, host: str, port: int) -> Server:
    """Make a granian server for an ASGI app.

    HTTP/1 only: in its automatic mode a silent connection holds a slot for ever, and a thousand of them stop it.
    """
    return Server(
        app,
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_TIMEOUT_MS, max_buffer_size=HEADER_BYTES),
        backlog=BACKLOG,
        log_enabled=False,
    )


async def serve(app: EdgeAdapter, host: str, port: int, *, drain_s: float) -> None:
    """Serve until SIGTERM or SIGINT, then drain; a second signal ends it at once.

    Raises ConfigurationError when the address cannot be had, GatewayError when the application cannot start or breaks
    down.
    """
    server = embedded(app, listening_address(host, port), port)
    loop = asyncio.get_running_loop()
    hurry = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, _ask, app.desk.ending, hurry)
    serving = loop.create_task(server.serve(), name="granian")
    if await _first(serving, ending=app.desk.ending.wait()) is not serving:
        await _first(serving, hurry=hurry.wait(), drain=drain(app.desk, drain_s))
        server.stop()  # type: ignore[no-untyped-call]
    try:
        await serving
    except FatalError as error:
        raise GatewayError("the gateway could not start") from error
    match app.desk.failure:
        case None:
            pass
        case ConfigurationError() as failure:
            raise failure
        case failure:
            raise GatewayError("the gateway broke down") from failure
    if server.interrupt_children:
        raise GatewayError("the server stopped by itself")


def _ask(ending: asyncio.Event, hurry: asyncio.Event) -> None:
    if ending.is_set():
        hurry.set()
    ending.set()


async def _first(serving: asyncio.Task[None], **others: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
    """Wait for whatever ends first, and cancel the others except the server."""
    tasks = [asyncio.create_task(other, name=name) for name, other in others.items()]
    done, _ = await asyncio.wait({serving, *tasks}, return_when=asyncio.FIRST_COMPLETED)
    for task in tasks:
        task.cancel()
    return next(iter(done))


async def drain(desk: Desk, drain_s: float) -> None:
    """Send nobody here any more, tell those who want to know, and close everybody, spread over `drain_s` seconds."""
    desk.draining = True
    clients = list(desk.connections)
    _log.info("draining", clients=len(clients), seconds=drain_s)
    desk.hub.notify(notice("shutdown", f"The gateway goes away within {drain_s:g} s", desk.clock.now()))
    for number, connection in enumerate(clients):
        if number:
            await asyncio.sleep(drain_s / len(clients))
        connection.close(CLOSE_CODES["service_restart"])
    await desk.deserted.wait()
