"""Delivery: how an answer's bytes leave, when they do.

ASGI has no word for closing a connection. granian (2.8.7) closes it when the application returns while a body is
promised and not finished: the client sees fewer bytes than Content-Length says. Without the start of an answer granian
would send a 500 of its own, so a reset shows the headers and not one byte of the body.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from service.simulator.faults import Drip, Latency, Oversize, Reset, Silence, Truncated

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from litestar.types import Receive, Send

    from service.clock import Clock
    from service.simulator.faults import AnyFault
    from service.simulator.http import Reply

__all__ = ["deliver"]


async def deliver(reply: Reply, fault: AnyFault | None, *, receive: Receive, send: Send, clock: Clock) -> None:
    """Send an answer in the manner of a fault. Ends early when the caller has gone away."""
    match fault:
        case Silence():
            await _departure(receive)
        case Latency():
            if await _while_connected(clock.sleep(fault.seconds), receive):
                await _whole(reply, send)
        case Drip():
            await _while_connected(_drip(reply, fault, send, clock), receive)
        case Truncated():
            await _part(reply, int(len(reply.body) * fault.share), send)
        case Reset():
            await _part(reply, 0, send)
        case Oversize(declared=False):
            await _start(reply, send, declared=False)
            await _body(reply.body, send, more=True)
            await _body(b"", send)
        case _:
            await _whole(reply, send)


async def _whole(reply: Reply, send: Send) -> None:
    await _start(reply, send)
    await _body(reply.body, send)


async def _part(reply: Reply, size_bytes: int, send: Send) -> None:
    await _start(reply, send)
    await _body(reply.body[:size_bytes], send, more=True)


async def _drip(reply: Reply, fault: Drip, send: Send, clock: Clock) -> None:
    await _start(reply, send)
    for offset in range(0, len(reply.body), fault.size_bytes):
        await _body(reply.body[offset : offset + fault.size_bytes], send, more=True)
        await clock.sleep(fault.every_s)
    await _body(b"", send)


async def _start(reply: Reply, send: Send, *, declared: bool = True) -> None:
    length = [("content-length", str(len(reply.body)))] if declared else []
    headers = [(name.encode(), value.encode()) for name, value in (*reply.headers, *length)]
    await send({"type": "http.response.start", "status": reply.status, "headers": headers})


async def _body(body: bytes, send: Send, *, more: bool = False) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": more})


async def _while_connected(work: Coroutine[Any, Any, None], receive: Receive) -> bool:
    """Do some work, or leave it when the caller goes away. Say whether it was done."""
    doing = asyncio.create_task(work, name="simulator-answer")
    gone = asyncio.create_task(_departure(receive), name="simulator-departure")
    try:
        done, _ = await asyncio.wait({doing, gone}, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
        return doing in done
    finally:
        doing.cancel()
        gone.cancel()
        await asyncio.gather(doing, gone, return_exceptions=True)


async def _departure(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
