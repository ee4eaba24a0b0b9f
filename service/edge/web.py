"""The page at `/`: static files that use the public contract only."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from litestar import MediaType, Response, get
from litestar.static_files import create_static_files_router

from service.edge.hardening import PAGE

__all__ = ["files", "page"]

WEB = Path(__file__).parent.parent / "web"


@get("/", include_in_schema=False, sync_to_thread=True)
def page() -> Response[bytes]:
    """Return the page."""
    return Response((WEB / "index.html").read_bytes(), media_type=MediaType.HTML, headers=dict(PAGE))


def _harden(response: Response[Any]) -> Response[Any]:
    response.headers.update(PAGE)
    return response


files = create_static_files_router(
    path="/web", directories=[WEB], include_in_schema=False, after_request=_harden, name="web"
)
