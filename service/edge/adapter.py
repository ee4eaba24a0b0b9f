"""EdgeAdapter: the ASGI application that a server runs. It stands around Litestar and keeps the server's own `send`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar.utils import normalize_path

from service.edge.problems import Refusal, refuse
from service.edge.scope import IDENTITY, PASSAGE, Passage

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, MutableMapping

    from litestar import Litestar

    from service.edge.desk import Desk

__all__ = ["EdgeAdapter"]

GUARDED = ("/ws/", "/admin/", "/metrics")
"""Where a request needs a token, if the gateway asks for any; the contract, the probes and the page are open."""


class EdgeAdapter:
    """Refuses what must not reach Litestar, and hands the rest on."""

    def __init__(self, litestar: Litestar, desk: Desk) -> None:
        self.litestar = litestar
        self.desk = desk

    async def __call__(
        self,
        scope: MutableMapping[str, Any],
        receive: Callable[[], Awaitable[Any]],
        send: Callable[[Any], Awaitable[None]],
    ) -> None:
        """Serve one connection, one request, or the lifespan."""
        if scope["type"] == "websocket":
            await self._converse(scope, receive, send)
            return
        # As the router reads it: to that, `//ws/stats` is `/ws/stats`.
        if scope["type"] == "http" and normalize_path(scope["path"]).startswith(GUARDED):
            identity = await self.desk.door.recognise(scope)
            if isinstance(identity, Refusal):
                await refuse(identity, scope, receive, send)
                return
            scope[IDENTITY] = identity
        await self.litestar(scope, receive, send)  # type: ignore[arg-type]

    async def _converse(
        self,
        scope: MutableMapping[str, Any],
        receive: Callable[[], Awaitable[Any]],
        send: Callable[[Any], Awaitable[None]],
    ) -> None:
        door = self.desk.door
        guest = await door.admit(scope, draining=self.desk.draining)
        if isinstance(guest, Refusal):
            self.desk.traffic.refused[guest.problem.status] += 1
            await refuse(guest, scope, receive, send)
            return
        try:
            scope[PASSAGE] = Passage(guest, receive, send)
            await self.litestar(scope, receive, send)  # type: ignore[arg-type]
        finally:
            door.leave(guest)
