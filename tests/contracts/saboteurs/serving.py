"""Serve a gateway on a free port of the loopback, in the loop that asks for it."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Literal

from aiohttp import WSMsgType, web

from tests.contracts.saboteurs.resources import Answer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from contracts.document import Endpoint
    from tests.contracts.saboteurs.client import Client
    from tests.contracts.saboteurs.honest import Honest

__all__ = ["serving"]

Socket = web.WebSocketResponse[Literal[False]]
"""Text comes as bytes: not all of it is UTF-8."""


@asynccontextmanager
async def serving(gateway: Honest) -> AsyncIterator[str]:
    """Yield the URL."""
    door = _Door(gateway)
    runner = web.ServerRunner(web.Server(door.open, access_log=None), shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    publishing = asyncio.create_task(gateway.run(), name="publishing")
    try:
        host, port = runner.addresses[0]
        yield f"http://{host}:{port}"
    finally:
        publishing.cancel()
        with suppress(asyncio.CancelledError):
            await publishing
        await runner.cleanup()


class _Door:
    """Where requests come in."""

    def __init__(self, gateway: Honest) -> None:
        self.gateway = gateway

    async def open(self, request: web.BaseRequest) -> web.StreamResponse:
        if request.headers.get("Upgrade", "").lower() != "websocket":
            return _response(self.gateway.answer(request.method, request.path, request.host))
        found = self.gateway.admit(request.path)
        return _response(found) if isinstance(found, Answer) else await self._converse(request, found)

    async def _converse(self, request: web.BaseRequest, endpoint: Endpoint) -> web.StreamResponse:
        socket: Socket = web.WebSocketResponse(
            autoping=False, autoclose=False, max_msg_size=0, compress=False, decode_text=False
        )
        await socket.prepare(request)
        client = self.gateway.enter(endpoint)
        writing = asyncio.create_task(_write(socket, client), name=client.id)
        try:
            await self._listen(socket, client)
        finally:
            self.gateway.leave(client)
            writing.cancel()
            await asyncio.wait({writing})
        return socket

    async def _listen(self, socket: Socket, client: Client) -> None:
        while True:
            message = await socket.receive()
            match message.type:
                case WSMsgType.TEXT | WSMsgType.BINARY:
                    self.gateway.receive(client, message.data, is_text=message.type is WSMsgType.TEXT)
                case WSMsgType.PING if self.gateway.answers_pings:
                    await socket.pong(message.data)
                case WSMsgType.PING | WSMsgType.PONG:
                    pass
                case WSMsgType.CLOSE:
                    await socket.close(code=self.gateway.farewell(message.data), drain=False)
                    return
                case _:
                    return


async def _write(socket: Socket, client: Client) -> None:
    while True:
        frame = await client.outbox.get()
        try:
            if isinstance(frame, str):
                await socket.send_str(frame)
            elif isinstance(frame, bytes):
                await socket.send_bytes(frame)
            else:
                await socket.close(code=frame)
                return
        except ConnectionError:
            return


def _response(answer: Answer) -> web.Response:
    return web.Response(
        body=answer.body, status=answer.status, content_type=answer.media_type, headers=dict(answer.headers)
    )
