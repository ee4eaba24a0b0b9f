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


@dataclass(frozen=True, slots=True)
class Adapter(Generic[T]):
    """How to ask and how to read the answers."""

    requests: Callable[[T | None], tuple[Request, ...]]
    """What to ask, in this order, given the last good value. Raises ProviderError when there is nothing to ask."""
    parse: Callable[[Sequence[bytes]], T]
    """Read the bodies of the HTTP 200s. Raises ProviderError and nothing else, whatever the bytes are."""
    form: Form = "json"
    """What the bodies are."""
    is_conditional: bool = False
    """Whether to ask only for what has changed (RFC 9110 §13); for adapters with one request."""


def single(request: Callable[[], Request], parse: Callable[[bytes], T], form: Form = "json") -> Adapter[T]:
    """Make the adapter of one request that is always the same."""
    return Adapter(lambda _: (request(),), lambda bodies: parse(bodies[0]), form)
