"""EdgeAdapter: the ASGI application that a server runs. It stands around Litestar and keeps the server's own `send`."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from contracts.generated.catalog import ENDPOINTS
from service.edge.problems import Problem, problem, refuse_upgrade
from service.edge.websocket import RECEIVE, SEND

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, MutableMapping

    from litestar import Litestar

    from service.edge.desk import Desk

__all__ = ["EdgeAdapter"]


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
            if (refusal := self._refusal(scope["path"])) is not None:
                await refuse_upgrade(*refusal, scope, receive, send)
                return
            scope[RECEIVE], scope[SEND] = receive, send
        await self.litestar(scope, receive, send)  # type: ignore[arg-type]

    def _refusal(self, path: str) -> tuple[Problem, Mapping[str, str]] | None:
        if self.desk.draining:
            return problem(HTTPStatus.SERVICE_UNAVAILABLE, "The gateway is going away"), {"retry-after": "1"}
        if path.rstrip("/") not in ENDPOINTS:
            return problem(HTTPStatus.NOT_FOUND, f"There is no WebSocket at {path}", list(ENDPOINTS)), {}
        return None
