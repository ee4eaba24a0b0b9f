"""The Litestar application: all routes, errors as problem details, OpenAPI."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import structlog
from litestar import Litestar, Request, Response, get
from litestar.di import Provide
from litestar.exceptions import HTTPException
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin

from contracts.generated.catalog import API_VERSION, ENDPOINTS, TITLE
from service.edge.admin import drain
from service.edge.docs import docs, endpoint_docs
from service.edge.documents import asyncapi_json, asyncapi_yaml
from service.edge.hardening import ANSWER
from service.edge.health import live, ready
from service.edge.llms import llms
from service.edge.metrics import metrics
from service.edge.problems import MEDIA_TYPE, Problem, problem
from service.edge.rest import endpoints, services, stats
from service.edge.web import files, page
from service.edge.websocket import converse

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from contextlib import AbstractAsyncContextManager

    from service.edge.desk import Desk
    from service.edge.metrics import Exposition

__all__ = ["create_litestar"]

_log = structlog.get_logger(__name__)


def create_litestar(
    desk: Desk,
    lifespan: Callable[[Litestar], AbstractAsyncContextManager[None]] | None = None,
    exposition: Exposition | None = None,
) -> Litestar:
    """Make the Litestar application around a desk. Nothing runs before its lifespan does.

    There is a `/metrics` if there is an exposition.
    """
    return Litestar(
        route_handlers=[
            page,
            files,
            converse,
            upgrade_required,
            stats,
            services,
            endpoints,
            asyncapi_yaml,
            asyncapi_json,
            docs,
            endpoint_docs,
            llms,
            live,
            ready,
            drain,
            *([] if exposition is None else [metrics(exposition)]),
        ],
        dependencies={"desk": Provide(lambda: desk, sync_to_thread=False)},
        lifespan=[lifespan] if lifespan is not None else [],
        exception_handlers={HTTPException: _refuse, Exception: _fail},
        openapi_config=OpenAPIConfig(
            title=f"{TITLE}: REST companion",
            version=API_VERSION,
            description="Statistics, services, endpoints, health, the drain. The streams stand in `/asyncapi.yaml`.",
            path="/schema",
            render_plugins=[JsonRenderPlugin(path=["/", "/openapi.json"])],
        ),
        after_request=_harden,
        logging_config=None,
    )


def _harden(response: Response[Any]) -> Response[Any]:
    for name, value in ANSWER.items():
        response.headers.setdefault(name, value)
    return response


def _refuse(request: Request[Any, Any, Any], error: HTTPException) -> Response[Problem]:
    status = HTTPStatus(error.status_code)
    addresses = list(ENDPOINTS) if status is HTTPStatus.NOT_FOUND and request.url.path.startswith("/ws") else None
    return _answer(problem(status, error.detail, addresses), error.headers)


def _fail(request: Request[Any, Any, Any], error: Exception) -> Response[Problem]:
    _log.error("request failed", path=request.url.path, exc_info=error)
    return _answer(problem(HTTPStatus.INTERNAL_SERVER_ERROR, "The gateway failed at this request"))


def _answer(body: Problem, headers: Mapping[str, str] | None = None) -> Response[Problem]:
    """Make the answer to what went wrong; no hook of Litestar sees it."""
    fields = {**ANSWER, **(headers or {})}
    return Response(body, status_code=body.status, headers=fields, media_type=MEDIA_TYPE)


@get(list(ENDPOINTS), include_in_schema=False, sync_to_thread=False)
def upgrade_required() -> Any:
    """Tell a browser or curl that this address speaks WebSocket."""
    raise HTTPException(
        "This address speaks WebSocket; see /ws/endpoints",
        status_code=HTTPStatus.UPGRADE_REQUIRED,
        headers={"Upgrade": "websocket", "Connection": "Upgrade"},
    )
