from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from opentelemetry.trace import SpanKind, StatusCode
from structlog.contextvars import get_contextvars

from service.publishers.cadence import Cadence
from service.publishers.publisher import Publisher
from service.publishers.traced import traced
from service.tracing import UNTRACED
from tests.fakes.clock import FakeClock
from tests.fakes.spans import Spans

if TYPE_CHECKING:
    from datetime import datetime

LISTENERS = 3


@dataclass
class FakeOrigin:
    """Implements service.publishers.publisher.Origin."""

    update: Any = None
    reason: str | None = None

    def collect(self, at: datetime) -> Any:
        return self.update

    def settled(self) -> bool:
        return True

    def trouble(self) -> str | None:
        return self.reason


@dataclass
class Stage:
    """A publisher of news, traced."""

    origin: FakeOrigin
    spans: Spans = field(default_factory=Spans)
    context: dict[str, Any] = field(default_factory=dict)
    """What lines that are logged while it publishes carry."""

    async def tick(self, error: Exception | None = None) -> bool:
        async def send(update: Any) -> None:
            self.context = get_contextvars()
            if error is not None:
                raise error

        cadence = Cadence(0.0, 60.0)
        publisher = Publisher("news", cadence, FakeClock(), origin=self.origin, send=send, announce=lambda frame: None)
        return await traced(publisher, self.spans.tracer, lambda: LISTENERS)()


def update(**data: object) -> Any:
    return SimpleNamespace(data=SimpleNamespace(**data))


async def test_a_tick_that_publishes_tells_what_and_to_how_many() -> None:
    """Source and staleness are the update's own."""
    stage = Stage(FakeOrigin(update(source="sim:decrypt", stale=True)))

    assert await stage.tick()
    (span,) = stage.spans.ended
    assert (span.name, span.kind, span.parent) == ("tick news", SpanKind.INTERNAL, None)
    assert span.attributes == {
        "gateway.service": "news",
        "gateway.subscribers": LISTENERS,
        "gateway.published": True,
        "gateway.source": "sim:decrypt",
        "gateway.stale": True,
    }
    assert span.status.status_code is StatusCode.UNSET


async def test_an_update_about_the_gateway_has_no_source() -> None:
    """What is not there is not told."""
    stage = Stage(FakeOrigin(update(total_providers=5)))
    await stage.tick()

    assert set(stage.spans.ended[0].attributes or {}) == {
        "gateway.service",
        "gateway.subscribers",
        "gateway.published",
    }


@pytest.mark.parametrize(
    ("reason", "status", "description"),
    [(None, StatusCode.UNSET, None), ("decrypt: HTTP 503", StatusCode.ERROR, "decrypt: HTTP 503")],
)
async def test_a_tick_without_an_update_fails_once_it_is_certain_why(
    reason: str | None, status: StatusCode, description: str | None
) -> None:
    """Before, the gateway only waits. It is one span a tick either way."""
    stage = Stage(FakeOrigin(reason=reason))

    assert not await stage.tick()
    (span,) = stage.spans.ended
    assert span.attributes is not None
    assert span.attributes["gateway.published"] is False
    assert (span.status.status_code, span.status.description) == (status, description)


async def test_an_error_goes_on_to_the_loop_and_leaves_its_type() -> None:
    """Its text may hold anything, so only the log has it."""
    stage = Stage(FakeOrigin(update()))
    with pytest.raises(ZeroDivisionError, match="planted"):
        await stage.tick(ZeroDivisionError("planted"))
    (span,) = stage.spans.ended

    assert (span.status.status_code, span.status.description) == (StatusCode.ERROR, "ZeroDivisionError")
    assert "planted" not in span.to_json()
    assert span.events == ()


async def test_lines_of_a_tick_carry_its_ids() -> None:
    """So that one finds the other; after the tick they do not."""
    stage = Stage(FakeOrigin(update()))
    await stage.tick()
    context = stage.spans.ended[0].get_span_context()

    assert context is not None
    assert stage.context == {"trace_id": f"{context.trace_id:032x}", "span_id": f"{context.span_id:016x}"}
    assert get_contextvars() == {}


async def test_a_span_that_nobody_keeps_costs_no_looking_up() -> None:
    """Where the sampler says no, and where there is no tracer, listeners are not counted."""

    def listeners() -> int:
        raise AssertionError("somebody counted")

    async def send(update: Any) -> None:
        assert get_contextvars() == {}

    origin = FakeOrigin(update())
    publisher = Publisher(
        "news", Cadence(0.0, 60.0), FakeClock(), origin=origin, send=send, announce=lambda frame: None
    )

    assert await traced(publisher, UNTRACED, listeners)()
    assert await traced(publisher, Spans(sampled=False).tracer, listeners)()
