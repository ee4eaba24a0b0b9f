"""Credentials: the token that somebody brings, in any of the ways of the contract's security schemes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from service.edge.headers import listed, only

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["PROTOCOL", "chosen_protocol", "token"]

PROTOCOL = "gateway.v1+json"
"""The WebSocket subprotocol of the contract; browsers want one chosen of those that they offer."""
_BEARER = "bearer."


def token(scope: Mapping[str, Any]) -> str | None:
    """Return the token of a request or handshake, None when there is none; headers go before the query."""
    return _authorization(scope) or only(scope, "x-api-key") or _offered(scope) or _queried(scope)


def chosen_protocol(scope: Mapping[str, Any]) -> str | None:
    """Return the subprotocol to choose, None when the client did not offer it."""
    return PROTOCOL if PROTOCOL in listed(scope, "sec-websocket-protocol") else None


def _authorization(scope: Mapping[str, Any]) -> str | None:
    scheme, _, credentials = (only(scope, "authorization") or "").partition(" ")
    return credentials.strip() or None if scheme.lower() == "bearer" else None


def _offered(scope: Mapping[str, Any]) -> str | None:
    """Return what an offered subprotocol carries. Its name is a word of HTTP, which a token is too."""
    found = [name.removeprefix(_BEARER) for name in listed(scope, "sec-websocket-protocol") if name.startswith(_BEARER)]
    return found[0] if len(found) == 1 else None


def _queried(scope: Mapping[str, Any]) -> str | None:
    found = parse_qs((scope.get("query_string") or b"").decode("latin-1")).get("token", [])
    return found[0] if len(found) == 1 else None
