"""What the span of a command tells: words of the contract only, nothing else of what the client wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from contracts.generated.catalog import RESERVED, SERVICES

if TYPE_CHECKING:
    from service.gateway.hub import Outcome
    from service.tracing import Span

__all__ = ["describe"]

TOPICS = frozenset((*SERVICES, *RESERVED))


class _Command(msgspec.Struct):
    service: Any = None


def describe(span: Span, text: str, outcome: Outcome) -> None:
    """Tell of a command and its outcome.

    A mistake of the client is a result like another; only a mistake of ours fails the span.
    """
    span.set("gateway.endpoint", outcome.session.endpoint.path)
    span.set("gateway.result", outcome.error or "ok")
    if outcome.action is not None:
        span.rename(f"command {outcome.action}")
        span.set("gateway.action", outcome.action)
        # Who has an action is a JSON object.
        service = msgspec.json.decode(text, type=_Command).service
        if isinstance(service, str) and service in TOPICS:
            span.set("gateway.service", service)
    if outcome.error == "internal_error":
        span.set("error.type", outcome.error)
        span.fail("the gateway failed at this command")
