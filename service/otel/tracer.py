"""Spans of OpenTelemetry, collected in memory and sent in batches over OTLP by a thread of the SDK.

The SDK reads OTEL_* itself: address and headers of the collector, sampler, limits, attributes of the resource
(https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/). The collector is named by the
operator: what keeps providers' addresses in their place does not bind it.

Only `error.type` is a name of the semantic conventions. Those for messaging, which would fit a tick, are still in
development (1.45); ours begin with `gateway.`.
"""

from __future__ import annotations

import asyncio
import logging
import os
import threading
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Final, Self

from opentelemetry.context import Context
from opentelemetry.sdk.resources import SERVICE_NAME, SERVICE_VERSION, Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import SpanKind, StatusCode, format_span_id, format_trace_id
from structlog.contextvars import bind_contextvars, reset_contextvars

from service.errors import ConfigurationError
from service.otel.delivery import Delivery

if TYPE_CHECKING:
    from collections.abc import Mapping
    from contextvars import Token
    from types import TracebackType

    from opentelemetry import trace

    from service.tracing import Attribute, Kind

__all__ = ["FLUSH_S", "OtlpTracer", "otlp_tracer"]

NAME: Final = "crypto-gateway"
UNNAMED: Final = "unknown_service"
"""How the SDK's own name for whom nobody named begins."""
FLUSH_S: Final = 2.0
"""What the end may take longer for the sake of the last spans."""
PROTOCOL: Final = "http/protobuf"
PROTOCOLS: Final = ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL")
HEADERS: Final = ("OTEL_EXPORTER_OTLP_TRACES_HEADERS", "OTEL_EXPORTER_OTLP_HEADERS")
ROOT: Final = Context()
KINDS: Final[Mapping[Kind, SpanKind]] = {"server": SpanKind.SERVER, "internal": SpanKind.INTERNAL}


def otlp_tracer(mode: str) -> OtlpTracer:
    """Make a tracer as OTEL_* say. Raises ConfigurationError when they ask for what cannot be.

    Values that make no sense to the SDK by themselves are no errors: it logs them and takes its defaults.
    """
    _check_variables()
    # It would log a header that it cannot read, and headers are where keys stand.
    logging.getLogger("opentelemetry.util.re").setLevel(logging.CRITICAL)
    delivery = Delivery()
    try:
        provider = TracerProvider(resource=_resource(mode), shutdown_on_exit=False)
        provider.add_span_processor(BatchSpanProcessor(delivery))
    except ValueError as error:
        raise ConfigurationError("OTEL_*", str(error).rstrip(".")) from error
    # What is wrong with OTEL_* has been said by now. What goes wrong later Delivery says, once and not every second.
    logging.getLogger("opentelemetry").setLevel(logging.CRITICAL)
    return OtlpTracer(provider, delivery)


class OtlpTracer:
    """Implements service.tracing.Tracer."""

    def __init__(self, provider: TracerProvider, delivery: Delivery) -> None:
        self._provider = provider
        self._delivery = delivery
        self._tracer = provider.get_tracer(NAME, version(NAME))

    def span(self, name: str, kind: Kind, attributes: Mapping[str, Attribute] | None = None) -> OtlpSpan:
        """Begin a span, which has no parent: nothing that the gateway traces is part of anything else that it does."""
        return OtlpSpan(
            self._tracer.start_span(
                name,
                context=ROOT,
                kind=KINDS[kind],
                attributes=attributes,
                record_exception=False,
                set_status_on_exception=False,
            )
        )

    async def close(self) -> None:
        """Hand over the spans that wait, within seconds; at once, when the collector does not take them.

        The SDK's own shutdown waits for up to 30 s, so it waits in a thread that nobody waits for.
        """
        threading.Thread(target=self._provider.shutdown, name="last spans", daemon=True).start()
        await asyncio.to_thread(self._delivery.await_end, FLUSH_S)
        self._delivery.shutdown()


class OtlpSpan:
    """Implements service.tracing.Span, and is the block that it lasts for. Lines logged in there carry its ids."""

    __slots__ = ("_bound", "_span", "is_recording")

    def __init__(self, span: trace.Span) -> None:
        self._span = span
        self._bound: Mapping[str, Token[Any]] = {}
        self.is_recording = span.is_recording()

    def __enter__(self) -> Self:
        if self.is_recording:
            context = self._span.get_span_context()
            trace_id, span_id = format_trace_id(context.trace_id), format_span_id(context.span_id)
            self._bound = bind_contextvars(trace_id=trace_id, span_id=span_id)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """End it. Of an error only the type is told: its text is for the log."""
        reset_contextvars(**self._bound)
        if isinstance(error, Exception):
            self.set("error.type", type(error).__qualname__)
            self.fail(type(error).__qualname__)
        self._span.end()

    def rename(self, name: str) -> None:
        """Give it a better name."""
        self._span.update_name(name)

    def set(self, name: str, value: Attribute) -> None:
        """Add an attribute, or replace it."""
        self._span.set_attribute(name, value)

    def fail(self, reason: str) -> None:
        """Say that the work failed."""
        self._span.set_status(StatusCode.ERROR, reason)


def _check_variables() -> None:
    """Refuse what the SDK would pass over, to send spans where nobody gets them."""
    for variable in PROTOCOLS:
        if (chosen := os.environ.get(variable)) not in {None, "", PROTOCOL}:
            raise ConfigurationError(variable, f"{chosen} is not spoken", f"set it to {PROTOCOL}")
    for variable in HEADERS:
        if any(entry.strip() and "=" not in entry for entry in os.environ.get(variable, "").split(",")):
            raise ConfigurationError(variable, "a header is not written as name=value")


def _resource(mode: str) -> Resource:
    """Describe this gateway. Whatever OTEL_SERVICE_NAME or OTEL_RESOURCE_ATTRIBUTES say counts more."""
    found = Resource.create({})
    ours: dict[str, Attribute] = {SERVICE_NAME: NAME, SERVICE_VERSION: version(NAME), "gateway.mode": mode}
    named = {
        key: value
        for key, value in found.attributes.items()
        if not (key == SERVICE_NAME and str(value).startswith(UNNAMED))
    }
    return found.merge(Resource({**ours, **named}))
