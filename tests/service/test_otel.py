from __future__ import annotations

import logging
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from structlog.testing import capture_logs

from service.errors import ConfigurationError
from service.otel import tracer as module
from service.otel.choice import tracer
from service.otel.tracer import OtlpTracer, otlp_tracer
from service.settings import Settings
from service.tracing import UNTRACED
from tests.fakes.collector import Collector
from tests.live.deadline import until, within

if TYPE_CHECKING:
    from collections.abc import Iterator

SERVER, INTERNAL, ERROR = 2, 1, 2
NOWHERE = "http://127.0.0.1:9"
NEVER_S = 1000.0
SOON_S = 0.2
PLANTED = "c0ffee5ec2e7"


@pytest.fixture(autouse=True)
def _surroundings(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Start with no OTEL_*, and put the SDK's loggers back: they belong to the whole process."""
    import os  # noqa: PLC0415

    for name in [name for name in os.environ if name.startswith("OTEL_")]:
        monkeypatch.delenv(name)
    loggers = [logging.getLogger(name) for name in ("opentelemetry", "opentelemetry.util.re")]
    before = [logger.level for logger in loggers]
    yield
    for logger, level in zip(loggers, before, strict=True):
        logger.setLevel(level)


@contextmanager
def hurried(monkeypatch: pytest.MonkeyPatch, url: str) -> Iterator[OtlpTracer]:
    """Make a tracer that sends each span as soon as it has ended."""
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", url)
    monkeypatch.setenv("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "1")
    yield otlp_tracer("demo")


def end(tracer: OtlpTracer, name: str = "tick news") -> None:
    with tracer.span(name, "internal"):
        pass


async def test_the_collector_gets_what_was_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Name, kind, attributes and status, under the gateway's own name, as it closes if not before."""
    with Collector() as collector:
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url)
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_HEADERS", "authorization=Bearer%20abc")
        made = otlp_tracer("demo")
        with made.span("command", "server") as span:
            span.rename("command ping")
            span.set("gateway.result", "ok")
        with made.span("tick news", "internal", {"gateway.service": "news"}) as span:
            span.fail("decrypt: HTTP 503")
        async with within():
            await made.close()
        command, tick = collector.spans

    assert (command.name, command.kind, command.attributes) == ("command ping", SERVER, {"gateway.result": "ok"})
    assert (tick.name, tick.kind, tick.attributes) == ("tick news", INTERNAL, {"gateway.service": "news"})
    assert tick.status == (ERROR, "decrypt: HTTP 503")
    assert {command.parent, tick.parent} == {b""}
    assert command.trace_id != tick.trace_id
    assert command.resource["service.name"] == "crypto-gateway"
    assert command.resource["gateway.mode"] == "demo"
    assert collector.requests[0]["authorization"] == "Bearer abc"


async def test_the_operators_names_count_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES are the standard's way to name a service."""
    with Collector() as collector:
        monkeypatch.setenv("OTEL_SERVICE_NAME", "prices-eu")
        monkeypatch.setenv("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=staging,gateway.mode=rehearsal")
        with hurried(monkeypatch, collector.url) as made:
            end(made)
            await made.close()
        resource = collector.spans[0].resource

    assert resource["service.name"] == "prices-eu"
    assert resource["deployment.environment.name"] == "staging"
    assert resource["gateway.mode"] == "rehearsal"


async def test_a_collector_that_is_away_is_told_of_once_and_holds_nobody_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """The end does not wait for it, however long it might, and the log has one line, without the address."""
    monkeypatch.setattr(module, "FLUSH_S", NEVER_S)
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_TIMEOUT", str(NEVER_S))
    with capture_logs() as lines, hurried(monkeypatch, f"{NOWHERE}/{PLANTED}") as made:
        for _ in range(5):
            end(made)
        async with within():
            await made.close()

    assert [(line["event"], line["reason"]) for line in lines] == [("traces are not taken", "ConnectionRefusedError")]


async def test_a_collector_that_hangs_holds_the_end_up_for_a_moment_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """It has taken the request and never answers: the rest is left behind, which the log says in one line."""
    monkeypatch.setattr(module, "FLUSH_S", SOON_S)
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_TIMEOUT", str(NEVER_S))
    with Collector(is_silent=True) as collector, capture_logs() as lines, hurried(monkeypatch, collector.url) as made:
        for _ in range(5):
            end(made)
        until(lambda: collector.requests, "a request")
        async with within(20):
            await made.close()

    assert [(line["event"], line["reason"]) for line in lines] == [("traces are not taken", "no answer in time")]


@pytest.mark.parametrize("status", [302, 401, 404, 500])
async def test_a_collector_that_refuses_is_told_of_at_the_edges(monkeypatch: pytest.MonkeyPatch, status: int) -> None:
    """One line when it begins, one when it is over, with what was lost. A redirect takes nothing either."""
    with Collector(status=status) as collector, capture_logs() as lines, hurried(monkeypatch, collector.url) as made:
        for lost in (1, 2):
            end(made)
            until(lambda lost=lost: made._delivery._lost == lost, "a loss")  # type: ignore[misc]
        collector.status = 200
        end(made, "tick after")
        async with within():
            await made.close()

    assert [span.name for span in collector.spans] == ["tick after"]
    assert [{key: line[key] for key in line if key != "log_level"} for line in lines] == [
        {"event": "traces are not taken", "reason": f"HTTP {status}"},
        {"event": "traces are taken again", "lost": 2},
    ]


def test_traces_are_off_by_default() -> None:
    """Nobody's commands are told of unasked."""
    assert tracer(Settings.model_construct(), "live") is UNTRACED


def test_without_the_extra_the_operator_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """One line, not a traceback."""
    monkeypatch.delitem(sys.modules, "service.otel.tracer")
    monkeypatch.delattr("service.otel.tracer")
    monkeypatch.setitem(sys.modules, "opentelemetry.sdk.trace", None)
    with pytest.raises(ConfigurationError, match=r"GATEWAY_TRACES: .*install crypto-gateway\[otel\]"):
        tracer(Settings.model_construct(traces="otlp"), "live")


@pytest.mark.parametrize(
    ("variable", "value", "named"),
    [
        ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc", "OTEL_EXPORTER_OTLP_PROTOCOL"),
        ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "http/json", "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL"),
        ("OTEL_EXPORTER_OTLP_HEADERS", f"a=b,Bearer {PLANTED}", "OTEL_EXPORTER_OTLP_HEADERS"),
        ("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "-1", r"OTEL_\*"),
    ],
)
def test_what_cannot_work_is_refused_at_the_start(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, named: str
) -> None:
    """What would send spans nowhere without a word is a mistake of the configuration; keys are not repeated."""
    monkeypatch.setenv(variable, value)
    with pytest.raises(ConfigurationError, match=named) as refused:
        otlp_tracer("live")

    assert PLANTED not in str(refused.value)


async def test_a_header_that_the_sdk_cannot_read_is_not_logged(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The SDK would show it whole, and keys stand in headers."""
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_HEADERS", f"a b={PLANTED}")
    made: Any = otlp_tracer("live")
    await made.close()

    assert PLANTED not in caplog.text


async def test_a_mistake_that_the_sdk_passes_over_is_heard(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A sampler that does not exist leaves its line in the log; everything is sampled then."""
    monkeypatch.setenv("OTEL_TRACES_SAMPLER", "sometimes")
    await otlp_tracer("live").close()

    assert "sometimes" in caplog.text


async def test_a_sampler_keeps_what_it_is_told_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """OTEL_TRACES_SAMPLER is the SDK's own; nothing is found out for a span that it drops."""
    monkeypatch.setenv("OTEL_TRACES_SAMPLER", "always_off")
    with Collector() as collector, hurried(monkeypatch, collector.url) as made:
        with made.span("command", "server") as span:
            assert not span.is_recording
        await made.close()

        assert collector.requests == []
