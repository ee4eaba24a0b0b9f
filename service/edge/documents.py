"""The contract itself, as the gateway serves it."""

from __future__ import annotations

import asyncio
from functools import cache
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from litestar import MediaType, Response, get
from litestar.openapi.datastructures import ResponseSpec

from contracts.document import load, locate

if TYPE_CHECKING:
    from contracts.document import Document

__all__ = ["asyncapi_json", "asyncapi_yaml", "document"]

YAML = "application/yaml; charset=utf-8"


@get(
    "/asyncapi.yaml",
    summary="The contract, as it was written",
    tags=["contract"],
    responses={
        HTTPStatus.OK: ResponseSpec(
            dict[str, Any], description="The contract", media_type=YAML, generate_examples=False
        )
    },
    sync_to_thread=True,
)
def asyncapi_yaml() -> Response[bytes]:
    """Return asyncapi.yaml to the letter."""
    return Response(locate().read_bytes(), media_type=YAML)


@get("/asyncapi.json", summary="The contract, for programs", tags=["contract"])
async def asyncapi_json() -> Response[dict[str, Any]]:
    """Return the same document as JSON."""
    return Response(dict((await asyncio.to_thread(document)).raw), media_type=MediaType.JSON)


@cache
def document() -> Document:
    """Read the document once: it does not change while the gateway runs, and reading it is slow."""
    return load()
