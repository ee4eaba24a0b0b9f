"""Headers of a request, as ASGI has them: lower-case names, and each of them perhaps several times."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["listed", "only", "values"]


def values(scope: Mapping[str, Any], name: str) -> list[str]:
    """Return all values of a header, in their order."""
    wanted = name.encode()
    return [value.decode("latin-1") for key, value in scope["headers"] if key == wanted]


def only(scope: Mapping[str, Any], name: str) -> str | None:
    """Return the value of a header, None when it is absent, and also when it stands there twice."""
    found = values(scope, name)
    return found[0] if len(found) == 1 else None


def listed(scope: Mapping[str, Any], name: str) -> list[str]:
    """Return the elements of a header that is a list (RFC 9110 §5.6.1)."""
    return [word for value in values(scope, name) for part in value.split(",") if (word := part.strip())]
