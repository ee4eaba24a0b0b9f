"""What whoever runs the gateway may do to it over HTTP."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any, Literal

import structlog
from litestar import Request, Response, post
from litestar.di import NamedDependency
from litestar.exceptions import PermissionDeniedException
from pydantic import BaseModel, Field

from service.edge.caller import is_local
from service.edge.desk import Desk
from service.edge.headers import values
from service.edge.problems import described
from service.edge.scope import whose

__all__ = ["drain"]

_log = structlog.get_logger(__name__)


class Draining(BaseModel):
    """The gateway goes away."""

    status: Literal["draining"] = "draining"
    clients: Annotated[int, Field(description="How many are connected.")]


@post(
    "/admin/drain",
    summary="Close all clients, then end",
    description="For whoever runs the gateway: with a token of the scope `admin`, or, where no tokens are asked for, "
    "from the same machine. The answer comes at once; the process ends with 0 when everybody is gone.",
    tags=["admin"],
    status_code=HTTPStatus.ACCEPTED,
    responses=described(
        HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE
    ),
    sync_to_thread=False,
)
def drain(request: Request[Any, Any, Any], desk: NamedDependency[Desk]) -> Response[Draining]:
    """Begin the drain, as SIGTERM does."""
    identity = whose(request)
    if not identity.is_admin:
        raise PermissionDeniedException("The token has not the scope `admin`")
    if not desk.door.authority.asks and not _is_from_here(request):
        raise PermissionDeniedException("Without tokens only this machine may do that")
    _log.info("drain asked for", by=identity.subject)
    desk.ending.set()
    return Response(Draining(clients=len(desk.connections)), status_code=HTTPStatus.ACCEPTED)


def _is_from_here(request: Request[Any, Any, Any]) -> bool:
    """Whether a program of this machine asks. A page in a browser here sends its origin, and may be anybody's."""
    scope: Any = request.scope
    return is_local(scope) and not values(scope, "origin") and not values(scope, "sec-fetch-site")
