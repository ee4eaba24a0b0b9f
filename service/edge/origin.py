"""Origin: which pages may open a WebSocket. Browsers send it and let no page change it (RFC 6454 §7)."""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from service.edge.headers import only, values

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

__all__ = ["allows"]


def allows(scope: Mapping[str, Any], allowed: Collection[str]) -> bool:
    """Whether the page of a handshake may connect.

    No origin at all is no browser. Otherwise it has to be on the list to the letter, or be this gateway's own page,
    opened by an address or as `localhost`: another name that leads here may be somebody else's (DNS rebinding).
    """
    origins = values(scope, "origin")
    if not origins:
        return True
    if len(origins) > 1:
        return False
    origin = origins[0]
    return origin in allowed or _is_own(origin, only(scope, "host"))


def _is_own(origin: str, host: str | None) -> bool:
    scheme, _, authority = origin.partition("://")
    return scheme in {"http", "https"} and authority == host and _is_literal(authority)


def _is_literal(authority: str) -> bool:
    try:
        name = urlsplit(f"//{authority}").hostname or ""
        return name == "localhost" or bool(ip_address(name))
    except ValueError:
        return False
