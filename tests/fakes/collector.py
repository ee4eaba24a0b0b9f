"""A collector on loopback: it takes spans over OTLP/HTTP as a real one does, and keeps them."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Self

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

    from opentelemetry.proto.common.v1.common_pb2 import KeyValue
    from opentelemetry.proto.trace.v1.trace_pb2 import Span

__all__ = ["Collector", "Taken"]

PATH = "/v1/traces"


@dataclass(frozen=True)
class Taken:
    """A span as the collector got it."""

    name: str
    kind: int
    attributes: Mapping[str, Any]
    status: tuple[int, str]
    """Code (2 is an error) and description."""
    events: int
    parent: bytes
    trace_id: str
    resource: Mapping[str, Any]


@dataclass
class Collector:
    """`status`: how it answers; spans that came with another answer than 200 are not kept. Silent, it never answers."""

    status: int = 200
    is_silent: bool = False
    spans: list[Taken] = field(default_factory=list)
    requests: list[Mapping[str, str]] = field(default_factory=list)
    """The headers of each, names in lower case."""

    def __enter__(self) -> Self:
        self._over = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        """What OTEL_EXPORTER_OTLP_ENDPOINT takes."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def named(self, name: str) -> list[Taken]:
        """Return the spans of a name."""
        return [span for span in self.spans if span.name == name]

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        collector = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                collector.requests.append({name.lower(): value for name, value in self.headers.items()})
                if collector.is_silent:
                    collector._over.wait()
                    return
                if self.path == PATH and collector.status == 200:
                    collector.spans += _spans(body)
                self.send_response(collector.status if self.path == PATH else 404)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the library's name
                """Keep quiet."""

        return Handler


def _spans(body: bytes) -> list[Taken]:
    return [
        _taken(span, _values(group.resource.attributes))
        for group in ExportTraceServiceRequest.FromString(body).resource_spans
        for scope in group.scope_spans
        for span in scope.spans
    ]


def _taken(span: Span, resource: Mapping[str, Any]) -> Taken:
    return Taken(
        span.name,
        span.kind,
        _values(span.attributes),
        (span.status.code, span.status.message),
        len(span.events),
        span.parent_span_id,
        span.trace_id.hex(),
        resource,
    )


def _values(pairs: Any) -> dict[str, Any]:
    return {pair.key: _value(pair) for pair in pairs}


def _value(pair: KeyValue) -> Any:
    kind = pair.value.WhichOneof("value")
    assert kind is not None
    return getattr(pair.value, kind)
