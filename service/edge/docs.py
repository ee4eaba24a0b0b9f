"""The documents for readers: `/docs`, and one page for each endpoint. What they show they read from the contract."""

from __future__ import annotations

from http import HTTPStatus
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from litestar import Request, Response, get
from litestar.params import FromPath

from contracts.generated.catalog import ENDPOINTS
from service.edge.hardening import REFERENCE
from service.edge.problems import MEDIA_TYPE, Problem, problem
from service.edge.web import answer

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["PAGES", "docs", "endpoint_docs", "page_name"]


def page_name(path: str) -> str:
    """Return what the page of an address is called: `master` for `/ws/master`, `ws` for `/ws`."""
    return path.rpartition("/")[2]


PAGES: Final[Mapping[str, str]] = MappingProxyType({page_name(path): path for path in ENDPOINTS})
"""By the name of its page, the address that it is about."""
_INDEX: Final = "docs/index.html"


@get("/docs", include_in_schema=False, sync_to_thread=True)
def docs(request: Request[Any, Any, Any]) -> Response[bytes]:
    """Return the page with the whole contract and the reference of the HTTP interface."""
    return answer(request, _INDEX, REFERENCE)


@get("/docs/endpoints/{name:str}", include_in_schema=False, sync_to_thread=True)
def endpoint_docs(request: Request[Any, Any, Any], name: FromPath[str]) -> Response[bytes] | Response[Problem]:
    """Return the page of one endpoint; a name that is none is answered with those there are."""
    if name not in PAGES:
        pages = [f"/docs/endpoints/{page}" for page in PAGES]
        body = problem(HTTPStatus.NOT_FOUND, f"No endpoint is named {name[:64]}", pages)
        return Response(body, status_code=body.status, media_type=MEDIA_TYPE)
    return answer(request, _INDEX)
