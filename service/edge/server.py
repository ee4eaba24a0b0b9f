"""The door to granian: how it is started, and how it ends.

granian runs embedded, in this process and loop. That is as fast as its worker processes and leaves the signals to us,
so that clients can be told and closed before it stops; a worker process gives them a bare EOF at SIGTERM.
"""

from __future__ import annotations

import asyncio
import signal
from typing import TYPE_CHECKING, Any

import granian
import structlog
from granian.constants import HTTPModes, Interfaces
from granian.errors import FatalError
from granian.http import HTTP1Settings
from granian.server.embed import Server

from service.edge.address import listening_address
from service.edge.descriptors import make_room
from service.edge.drain import drain
from service.edge.expiry import watch_expiry
from service.edge.listening import is_listening, tune
from service.edge.sweep import sweep
from service.errors import ConfigurationError, GatewayError

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from service.edge.adapter import EdgeAdapter
    from service.edge.desk import Desk
    from service.edge.tls import Certificate

__all__ = ["embedded", "serve", "watch"]

GRANIAN = "2.8.7"
"""The version that was measured: a send starts when it is called, a close waits for the reader."""
HEADER_TIMEOUT_MS = 5_000
HEADER_BYTES = 16_384
BACKLOG = 2_048
LISTENING_S = 0.005
"""Between two looks at whether the server listens already."""
SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


_log = structlog.get_logger(__name__)


def embedded(app: Any, host: str, port: int, certificate: Certificate | None = None) -> Server:
    """Make a granian server for an ASGI app. Raises ConfigurationError for a granian that nobody has measured.

    HTTP/1 only: in its automatic mode a silent connection holds a slot for ever, and a thousand of them stop it.
    """
    if granian.__version__ != GRANIAN:
        raise ConfigurationError("granian", f"version {granian.__version__} is installed", f"install {GRANIAN}")
    return Server(
        app,
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_TIMEOUT_MS, max_buffer_size=HEADER_BYTES),
        backlog=BACKLOG,
        log_enabled=False,
        ssl_cert=certificate.chain if certificate else None,
        ssl_key=certificate.key if certificate else None,
    )


async def serve(
    app: EdgeAdapter, host: str, port: int, *, drain_s: float, certificate: Certificate | None = None
) -> None:
    """Serve until SIGTERM, SIGINT or SIGHUP, or until the desk is to end; then drain. A second signal ends it at once.

    Raises ConfigurationError when the address cannot be had, GatewayError when the application cannot start or breaks
    down.
    """
    make_room(app.desk.policy.max_connections)
    server = embedded(app, listening_address(host, port), port, certificate)
    loop = asyncio.get_running_loop()
    hurry = asyncio.Event()
    for number in SIGNALS:
        loop.add_signal_handler(number, _ask, app.desk.ending, hurry)
    serving = loop.create_task(server.serve(), name="granian")
    watching = loop.create_task(watch(app.desk, port), name="watch")
    watching.add_done_callback(lambda ended: _broke_down(ended, app.desk))
    if await _first(serving, ending=app.desk.ending.wait()) is not serving:
        await _first(serving, hurry=hurry.wait(), drain=drain(app.desk, drain_s))
        server.stop()  # type: ignore[no-untyped-call]
    try:
        await serving
    except FatalError as error:
        raise GatewayError("the gateway could not start") from error
    finally:
        watching.cancel()
    match app.desk.failure:
        case None:
            pass
        case ConfigurationError() as failure:
            raise failure
        case failure:
            raise GatewayError("the gateway broke down") from failure
    if server.interrupt_children:
        raise GatewayError("the server stopped by itself")


async def watch(desk: Desk, port: int) -> None:
    """Watch over the clients of a port, from when somebody listens there, until cancelled."""
    while not is_listening(port):
        await desk.timer.sleep(LISTENING_S)
    tune(port, desk.policy.stall_s)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(sweep(desk, port), name="sweep")
        tasks.create_task(watch_expiry(desk), name="expiry")


def _broke_down(task: asyncio.Task[None], desk: Desk) -> None:
    """End the gateway when nobody watches over its clients any more."""
    if not task.cancelled() and (error := task.exception()) is not None:
        _log.critical("the watch over clients broke down", exc_info=error)
        desk.failure = error
        desk.ending.set()


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
