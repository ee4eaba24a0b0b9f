"""The dashboard at `/`: files that use the public contract only, read and compressed once."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from service.edge.hardening import PAGE
from service.edge.headers import listed

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["WEB", "answer", "files", "page"]

WEB: Final = Path(__file__).parent.parent / "web"
_SCRIPT = "text/javascript"
_MEDIA_TYPES: Final[Mapping[str, str]] = MappingProxyType(
    {
        ".css": "text/css",
        ".html": "text/html",
        ".js": _SCRIPT,
        ".json": "application/json",
        ".mjs": _SCRIPT,
        ".svg": "image/svg+xml",
        ".txt": "text/plain",
    }
)
"""Not those of the machine: browsers run no module that comes under another type."""


@dataclass(frozen=True, slots=True)
class File:
    """One file as it is sent."""

    body: bytes
    compressed: bytes
    media_type: str
    etag: str
    """Weak, because it stands for both forms (RFC 9110 §8.8.1)."""


@get("/", include_in_schema=False, sync_to_thread=True)
def page(request: Request[Any, Any, Any]) -> Response[bytes]:
    """Return the page."""
    return answer(request, "index.html")


@get("/web/{path:path}", include_in_schema=False, sync_to_thread=True)
def files(request: Request[Any, Any, Any], path: FromPath[str]) -> Response[bytes]:
    """Return what the page loads."""
    return answer(request, path.removeprefix("/"))


def answer(request: Request[Any, Any, Any], name: str, hardening: Mapping[str, str] = PAGE) -> Response[bytes]:
    """Return a file by its path below the folder, in the form that the browser wants. Raises NotFoundException."""
    path = _paths().get(name)
    if path is None:
        raise NotFoundException
    file = _load(path)
    fields = {**hardening, "etag": file.etag, "vary": "accept-encoding"}
    if file.etag in _listed(request, "if-none-match"):
        return Response(b"", status_code=HTTPStatus.NOT_MODIFIED, headers=fields, media_type=file.media_type)
    if "gzip" in _listed(request, "accept-encoding"):
        return Response(file.compressed, headers={**fields, "content-encoding": "gzip"}, media_type=file.media_type)
    return Response(file.body, headers=fields, media_type=file.media_type)


def _listed(request: Request[Any, Any, Any], name: str) -> list[str]:
    scope: Any = request.scope
    return listed(scope, name)


@cache
def _paths() -> Mapping[str, Path]:
    """List all files, by their path below the folder. What is not among them is not served."""
    paths = [path for path in WEB.rglob("*") if path.suffix in _MEDIA_TYPES]
    return MappingProxyType({path.relative_to(WEB).as_posix(): path for path in paths})


@cache
def _load(path: Path) -> File:
    """Read a file when it is first asked for: what the documents load is large, and the dashboard never loads it."""
    body = path.read_bytes()
    return File(body, gzip.compress(body, mtime=0), _MEDIA_TYPES[path.suffix], f'W/"{sha256(body).hexdigest()[:16]}"')
