"""The page at `/`: static files that use the public contract only."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from litestar import MediaType, Response, get
from litestar.static_files import create_static_files_router

__all__ = ["HEADERS", "files", "page"]

WEB = Path(__file__).parent.parent / "web"

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",
}
"""Of every answer; what is no page needs no rights."""
PAGE_HEADERS = {
    **HEADERS,
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@get("/", include_in_schema=False, sync_to_thread=True)
def page() -> Response[bytes]:
    """Return the page."""
    return Response((WEB / "index.html").read_bytes(), media_type=MediaType.HTML, headers=PAGE_HEADERS)


def _harden(response: Response[Any]) -> Response[Any]:
    response.headers.update(PAGE_HEADERS)
    return response


files = create_static_files_router(
    path="/web", directories=[WEB], include_in_schema=False, after_request=_harden, name="web"
)
