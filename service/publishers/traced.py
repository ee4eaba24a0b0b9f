"""Traced: the ticks of a publisher, each a span, whether it publishes or not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from service.publishers.publisher import Publisher
    from service.tracing import Span, Tracer

__all__ = ["traced"]


def traced(publisher: Publisher[Any], tracer: Tracer, listeners: Callable[[], int]) -> Callable[[], Awaitable[bool]]:
    """Return the publisher's tick in a span; `listeners` says how many clients get its update."""
    name, service = f"tick {publisher.service}", {"gateway.service": publisher.service}

    async def tick() -> bool:
        with tracer.span(name, "internal", service) as span:
            if span.is_recording:
                span.set("gateway.subscribers", listeners())
            is_published = await publisher.tick()
            if span.is_recording:
                _describe(span, publisher, is_published=is_published)
            return is_published

    return tick


def _describe(span: Span, publisher: Publisher[Any], *, is_published: bool) -> None:
    span.set("gateway.published", is_published)
    if not is_published:
        if (reason := publisher.trouble()) is not None:
            span.fail(reason)
        return
    # What is about the gateway itself has neither.
    data = getattr(publisher.newest, "data", None)
    for field in ("source", "stale"):
        if (value := getattr(data, field, None)) is not None:
            span.set(f"gateway.{field}", value)
