"""Adapter: all that is peculiar to one question to one provider, as two pure functions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Literal, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from service.providers.http import Request

__all__ = ["Adapter", "Form", "single"]

Form = Literal["json", "xml", "text"]

T = TypeVar("T")


def _new(_previous: T, value: T) -> T:
    return value


@dataclass(frozen=True, slots=True)
class Adapter(Generic[T]):
    """How to ask and how to read the answers."""

    requests: Callable[[T | None], tuple[Request, ...]]
    """What to ask, in this order, given the last good value. Raises ProviderError when there is nothing to ask."""
    parse: Callable[[Sequence[bytes]], T]
    """Read the bodies of the HTTP 200s, and an empty one for each request that may be missing and is.

    Raises ProviderError and nothing else, whatever the bytes are.
    """
    form: Form = "json"
    """What the bodies are."""
    is_conditional: bool = False
    """Whether to ask only for what has changed (RFC 9110 §13); for adapters with one request."""
    is_slow: bool = False
    """Whether `parse` takes so long that it belongs into a thread of its own."""
    carry: Callable[[T, T], T] = _new
    """Make the value of the last good one and of what was read now, for adapters that ask for one part at a time."""


def single(request: Callable[[], Request], parse: Callable[[bytes], T], form: Form = "json") -> Adapter[T]:
    """Make the adapter of one request that is always the same."""
    return Adapter(lambda _: (request(),), lambda bodies: parse(bodies[0]), form)
