"""What goes out to a provider and what comes back, without a library's types."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Answer", "Request"]


@dataclass(frozen=True, slots=True)
class Request:
    """A request below a provider's base URL: a GET, or a POST when it has a body."""

    path: str
    """Starts with `/`."""
    query: tuple[tuple[str, str], ...] = ()
    """Pairs rather than a mapping: Coinbase repeats a name."""
    cost: int = 1
    """What the provider counts for it."""
    body: bytes | None = None
    """JSON to post."""
    headers: tuple[tuple[str, str], ...] = ()
    """Beside those that every request carries."""
    may_be_missing: bool = False
    """Whether 404 is an answer too, one with an empty body."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole HTTP answer."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    """Names in lower case."""
    body: bytes = b""
    elapsed_ms: float = 0.0
