"""A question to a simulated provider, and its answer."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Ask", "Headers", "Reply", "read_json", "reply_json"]

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Ask:
    """A request below a provider's base URL."""

    path: str
    """Starts with `/` and does not end with it."""
    query: tuple[tuple[str, str], ...] = ()
    """Decoded, in the order of the URL; a name may come twice."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Names in lower case."""
    method: str = "GET"
    body: bytes = b""
    """What was posted."""

    def value(self, name: str) -> str | None:
        """Return the last value of a parameter, or None."""
        return dict(self.query).get(name)

    def values(self, name: str) -> list[str]:
        """Return all values of a parameter that may be repeated."""
        return [value for key, value in self.query if key == name]

    def listed(self, name: str) -> list[str]:
        """Return the values of a parameter that is divided by commas, without repetitions."""
        return list(dict.fromkeys(part for part in (self.value(name) or "").split(",") if part))

    def is_true(self, name: str) -> bool:
        """Say whether a parameter is `true`."""
        return self.value(name) == "true"


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer, whole; Content-Length is not among its headers."""

    status: int
    headers: Headers
    body: bytes

    def with_headers(self, headers: Headers) -> Reply:
        """Return the same answer with more headers."""
        return replace(self, headers=(*self.headers, *headers))


def read_json(body: bytes, kind: Any = Any) -> Any:
    """Decode a body as JSON of some type. Raises msgspec.DecodeError, whatever is wrong with it."""
    try:
        return msgspec.json.decode(body, type=kind)
    except (RecursionError, UnicodeDecodeError) as error:
        raise msgspec.DecodeError(str(error)) from error


def reply_json(value: Any, status: int = 200, headers: Headers = ()) -> Reply:
    """Return an answer whose body is JSON."""
    return Reply(status, (("content-type", "application/json; charset=utf-8"), *headers), msgspec.json.encode(value))
