"""Delivery: batches of spans on their way to the collector. It runs in a thread of the SDK."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import structlog
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult

from service.otel.line import Line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from opentelemetry.sdk.trace import ReadableSpan

__all__ = ["Delivery"]

_log = structlog.get_logger(__name__)


class Delivery(SpanExporter):
    """Says once that the collector takes no spans, and once that it does again.

    Where the collector is, its certificate, headers and timeouts are read from OTEL_EXPORTER_OTLP_* by the exporter.
    """

    def __init__(self) -> None:
        self.decided = threading.Event()
        """Set while waiting is no use: the request for this batch has failed, or all is sent."""
        self._line = Line(self.decided.set)
        self._exporter = OTLPSpanExporter(session=self._line)
        self._lock = threading.Lock()
        self._is_failing = False
        self._lost = 0

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        """Send a batch, and try again for some seconds. Spans that are not taken then are lost."""
        result = self._exporter.export(spans)
        self.decided.clear()
        if result is SpanExportResult.SUCCESS and self._line.trouble is None:
            if self._is_failing:
                _log.info("traces are taken again", lost=self._lost)
            self._is_failing, self._lost = False, 0
            return SpanExportResult.SUCCESS
        self._lost += len(spans)
        self._fails(self._line.trouble or "no request was made")
        return SpanExportResult.FAILURE

    def await_end(self, seconds: float) -> None:
        """Wait until the last spans are sent; not longer than this, nor when the collector does not take them."""
        if not self.decided.wait(seconds):
            self._fails("no answer in time")
        elif self._line.trouble is not None:
            self._fails(self._line.trouble)

    def shutdown(self) -> None:
        """Try no more."""
        self.decided.set()
        self._exporter.shutdown()  # type: ignore[no-untyped-call]

    def force_flush(self, timeout_millis: int = 30_000) -> bool:  # noqa: ARG002  a SpanExporter's
        """Do nothing: nothing waits here."""
        return True

    def _fails(self, reason: str) -> None:
        with self._lock:
            is_new, self._is_failing = not self._is_failing, True
        if is_new:
            _log.warning("traces are not taken", reason=reason)
