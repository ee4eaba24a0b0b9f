"""Hardening: what every answer tells browsers not to do with it (OWASP HTTP headers cheat sheet)."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["ANSWER", "PAGE", "REFERENCE"]

ANSWER: Final[Mapping[str, str]] = MappingProxyType(
    {
        "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "no-referrer",
        "cross-origin-resource-policy": "same-origin",
        "cache-control": "no-cache",
    }
)
"""Of what is no page, and needs no rights."""
PAGE: Final[Mapping[str, str]] = MappingProxyType(
    {
        **ANSWER,
        "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        "cross-origin-opener-policy": "same-origin",
    }
)
"""Of pages, and what they load: from this host only."""
REFERENCE: Final[Mapping[str, str]] = MappingProxyType(
    {
        **PAGE,
        # The reference of the HTTP interface makes its styles while it runs: sheets of its own, and style attributes,
        # which neither nonces nor hashes can allow. Scripts stay as strict as elsewhere.
        "content-security-policy": PAGE["content-security-policy"].replace(
            "style-src 'self'", "style-src 'self' 'unsafe-inline'"
        ),
    }
)
"""Of `/docs` alone."""
