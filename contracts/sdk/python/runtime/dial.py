"""Dial: the address of an endpoint, and the way to connect to it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from websockets.asyncio.client import connect

if TYPE_CHECKING:
    from .options import Options

__all__ = ["address", "dial", "shown"]

_SCHEMES = {"http": "ws", "https": "wss", "ws": "ws", "wss": "wss"}
_MAX_EVENT_BYTES = 16 * 2**20
"""No event is nearly as long; the bound keeps a gateway gone mad from filling the memory."""


def address(url: str, path: str) -> str:
    """Return where an endpoint is: `url` is the gateway's own address, or already that of the endpoint.

    Raises ValueError when it is not an address of a gateway.
    """
    parts = urlsplit(url)
    if parts.scheme not in _SCHEMES or not parts.netloc:
        raise ValueError("this is not the address of a gateway; write it like wss://gateway.example.com")
    prefix = parts.path.rstrip("/").removesuffix(path)
    return urlunsplit((_SCHEMES[parts.scheme], parts.netloc, prefix + path, parts.query, ""))


def shown(url: str) -> str:
    """Return an address as logs may show it: a query or a password may be a secret."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


def dial(url: str, token: str | None, options: Options) -> connect:
    """Return what is awaited for a connection."""
    return connect(
        url,
        additional_headers={} if token is None else {"Authorization": f"Bearer {token}"},
        proxy=options.proxy,
        open_timeout=options.open_timeout_s,
        ping_interval=options.ping_interval_s,
        ping_timeout=options.ping_interval_s,
        close_timeout=options.close_timeout_s,
        max_size=_MAX_EVENT_BYTES,
        ssl=(options.ssl or True) if url.startswith("wss:") else None,
    )
