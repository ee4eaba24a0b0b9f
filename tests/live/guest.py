"""Guest: a client that brings a token, and how one is refused."""

from __future__ import annotations

import json
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from tests.live.client import Client

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.live.stand import Stand

__all__ = ["Way", "bearer", "client", "refusal"]

Way = dict[str, Any]
"""What the handshake of the library is told, so that it brings a token."""


def bearer(token: str) -> Way:
    return {"additional_headers": {"Authorization": f"Bearer {token}"}}


@asynccontextmanager
async def client(stand: Stand, path: str, *, query: str = "", **way: Any) -> AsyncIterator[Client]:
    """Connect, and take the greeting."""
    url = f"{stand.socket_url}{path}{query}"
    async with connect(url, proxy=None, compression=None, ping_interval=None, **way) as socket:
        found = Client(socket, path, stand.validator)
        found.established = await found.receive()
        yield found


async def refusal(stand: Stand, path: str, *, query: str = "", **way: Any) -> tuple[int, str, dict[str, str]]:
    """Return status, detail and headers of a refused handshake."""
    with pytest.raises(InvalidStatus) as refused:
        async with client(stand, path, query=query, **way):
            pass
    response = refused.value.response
    headers = {name.lower(): value for name, value in response.headers.raw_items()}
    assert headers["content-type"] == "application/problem+json"
    body = json.loads(response.body or b"")
    assert body["status"] == response.status_code
    return response.status_code, body["detail"], headers
