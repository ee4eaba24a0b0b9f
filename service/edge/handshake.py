"""Handshake: what RFC 6455 §4.2.1 asks of an upgrade and the server does not look at."""

from __future__ import annotations

import binascii
from base64 import b64decode
from typing import TYPE_CHECKING, Any

from service.edge.headers import only

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["MAX_TARGET_BYTES", "fault"]

MAX_TARGET_BYTES = 2_048
"""Of path and query together."""
KEY_BYTES = 16


def fault(scope: Mapping[str, Any]) -> str | None:
    """Say what is wrong with a handshake, None when nothing is."""
    if not only(scope, "host"):
        return "A handshake has one Host"
    key = only(scope, "sec-websocket-key")
    if key is None or not _is_key(key):
        return "A handshake has one Sec-WebSocket-Key of 16 bytes in base64"
    if len(scope.get("raw_path") or scope["path"]) + len(scope.get("query_string") or b"") > MAX_TARGET_BYTES:
        return f"An address has {MAX_TARGET_BYTES} bytes at most"
    return None


def _is_key(text: str) -> bool:
    try:
        return len(b64decode(text, validate=True)) == KEY_BYTES
    except (binascii.Error, ValueError):
        return False
