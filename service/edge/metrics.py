"""The route of `/metrics`: what Prometheus reads."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Protocol

from litestar import MediaType, Request, Response, get
from litestar.openapi.datastructures import ResponseSpec

from service.edge.problems import described

if TYPE_CHECKING:
    from litestar.handlers import HTTPRouteHandler

__all__ = ["Exposition", "metrics"]

RESPONSES = {
    HTTPStatus.OK: ResponseSpec(
        str, description="Families of metrics", media_type=MediaType.TEXT, generate_examples=False
    ),
    **described(HTTPStatus.UNAUTHORIZED, HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE),
}


class Exposition(Protocol):
    """The gateway as Prometheus sees it."""

    async def text(self, accept: str) -> tuple[bytes, str]:
        """Return all metrics now, and the media type of the text, by what an Accept header asks for."""


def metrics(exposition: Exposition) -> HTTPRouteHandler:
    """Make the route."""

    @get("/metrics", summary="Figures for Prometheus, in its text format", tags=["health"], responses=RESPONSES)
    async def handler(request: Request[Any, Any, Any]) -> Response[bytes]:
        body, media_type = await exposition.text(request.headers.get("accept", ""))
        # As a media type Litestar would give it a second charset.
        return Response(body, headers={"content-type": media_type})

    return handler
