"""Probes for whoever runs the gateway."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Literal

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from pydantic import BaseModel, Field

from service.edge.desk import Desk

__all__ = ["live", "ready"]


class Liveness(BaseModel):
    """The process answers."""

    status: Literal["live"] = "live"


class Readiness(BaseModel):
    """Whether clients should be sent here."""

    status: Annotated[
        Literal["ready", "starting", "draining"],
        Field(description="`starting` until the first service has data, `draining` before the end."),
    ]


@get("/health/live", summary="Is the process alive?", tags=["health"], sync_to_thread=False)
def live() -> Liveness:
    """Say that the process answers."""
    return Liveness()


@get(
    "/health/ready",
    summary="Should clients be sent here? 503 when not",
    tags=["health"],
    responses={HTTPStatus.SERVICE_UNAVAILABLE: ResponseSpec(Readiness, description="Not now", generate_examples=False)},
    sync_to_thread=False,
)
def ready(desk: NamedDependency[Desk]) -> Response[Readiness]:
    """Say whether at least one service has data and the gateway is not going away."""
    if desk.ready:
        return Response(Readiness(status="ready"))
    status: Literal["starting", "draining"] = "draining" if desk.draining else "starting"
    return Response(Readiness(status=status), status_code=HTTPStatus.SERVICE_UNAVAILABLE)
