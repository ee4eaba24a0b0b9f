"""Tracing: what the gateway tells of a piece of work, while it does it, and the tracer that nobody listens to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Protocol, Self

if TYPE_CHECKING:
    from collections.abc import Mapping
    from contextlib import AbstractContextManager
    from types import TracebackType

__all__ = ["UNTRACED", "Attribute", "Kind", "Span", "Tracer", "Untraced"]

Attribute = str | bool | int | float
Kind = Literal["server", "internal"]
"""`server`: somebody asked for it, and waits. `internal`: the gateway does it of its own accord."""


class Span(Protocol):
    """One piece of work, from its beginning to its end. Names and values are few: never what a client has written."""

    @property
    def is_recording(self) -> bool:
        """Whether anybody will see it. What is costly to find out is found out only then."""

    def rename(self, name: str) -> None:
        """Give it a better name, now that more is known."""

    def set(self, name: str, value: Attribute) -> None:
        """Add an attribute, or replace it."""

    def fail(self, reason: str) -> None:
        """Say that the work failed, and why: one line without secrets."""


class Tracer(Protocol):
    """Makes spans. None of the methods of tracers and spans raises or waits, except `close`."""

    def span(
        self, name: str, kind: Kind, attributes: Mapping[str, Attribute] | None = None
    ) -> AbstractContextManager[Span]:
        """Begin a span; it ends with the block, and fails with an error that leaves the block."""

    async def close(self) -> None:
        """Hand over the spans that wait, within seconds or not at all."""


class Untraced:
    """A tracer that nobody listens to. It is its own span: each command passes here, and must not pay for it."""

    __slots__ = ()

    is_recording = False

    def span(self, name: str, kind: Kind, attributes: Mapping[str, Attribute] | None = None) -> Untraced:  # noqa: ARG002  a Tracer's
        """Begin nothing."""
        return self

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End nothing."""

    def rename(self, name: str) -> None:
        """Forget it."""

    def set(self, name: str, value: Attribute) -> None:
        """Forget it."""

    def fail(self, reason: str) -> None:
        """Forget it."""

    async def close(self) -> None:
        """Do nothing: no span waits."""


UNTRACED = Untraced()
