"""Drain: how a gateway goes away without cutting anybody off."""

from __future__ import annotations

import asyncio
from math import ceil
from typing import TYPE_CHECKING

import structlog

from contracts.generated.catalog import CLOSE_CODES
from service.handlers.notices import notice

if TYPE_CHECKING:
    from service.edge.desk import Desk

__all__ = ["LAST_S", "drain"]

STEP_S = 0.02
"""Clients are closed in batches, as often as this: a sleep for each of a thousand would take longer than the drain."""
LAST_S = 5.0
"""How long the last ones may take for their close frames. Whoever hangs then hangs alone."""

_log = structlog.get_logger(__name__)


async def drain(desk: Desk, drain_s: float) -> None:
    """Send nobody here any more, tell those who want to know, and close everybody, spread over `drain_s` seconds."""
    desk.draining = True
    clients = list(desk.connections)
    total = len(clients)
    _log.info("draining", clients=total, seconds=drain_s)
    desk.hub.notify(notice("shutdown", f"The gateway goes away within {drain_s:g} s", desk.clock.now()))
    begun = desk.timer.monotonic()
    while clients and (spent := desk.timer.monotonic() - begun) < drain_s:
        left = ceil(total * (1 - spent / drain_s)) - 1
        while len(clients) > left:
            clients.pop().close(CLOSE_CODES["service_restart"])
        await desk.timer.sleep(STEP_S)
    # Also whoever was in the handshake when it began.
    for connection in list(desk.connections):
        connection.close(CLOSE_CODES["service_restart"])
    try:
        async with asyncio.timeout(LAST_S):
            await desk.deserted.wait()
    except TimeoutError:
        _log.warning("clients are left behind", clients=len(desk.connections))
