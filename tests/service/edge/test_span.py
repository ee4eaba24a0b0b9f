from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opentelemetry.trace import StatusCode

from contracts.generated.catalog import ACTIONS, RESERVED, SERVICES
from service.edge.span import describe
from service.errors import CommandError
from service.handlers.commands import answer, refuse
from tests.fakes.clock import START
from tests.fakes.session import FakeView, session
from tests.fakes.spans import Spans

WORDS = {*ACTIONS, *SERVICES, *RESERVED}


def told(text: str, path: str = "/ws/data") -> Any:
    """Carry out a command, and return its span."""
    spans = Spans()
    with spans.tracer.span("command", "server") as span:
        describe(span, text, answer(text, session(path), FakeView(), START))
    (ended,) = spans.ended
    return ended


@pytest.mark.parametrize(
    ("text", "name", "attributes"),
    [
        ('{"action": "ping"}', "command ping", {"action": "ping", "result": "ok"}),
        (
            '{"action": "subscribe", "service": "news"}',
            "command subscribe",
            {"action": "subscribe", "service": "news", "result": "ok"},
        ),
        (
            '{"action": "subscribe", "service": "all"}',
            "command subscribe",
            {"action": "subscribe", "service": "all", "result": "ok"},
        ),
        (
            '{"action": "subscribe", "service": "health_checker"}',
            "command subscribe",
            {"action": "subscribe", "service": "health_checker", "result": "service_not_available"},
        ),
        (
            '{"action": "subscribe", "service": "gossip"}',
            "command subscribe",
            {"action": "subscribe", "result": "invalid_service"},
        ),
        (
            '{"action": "subscribe", "service": ["news"]}',
            "command subscribe",
            {"action": "subscribe", "result": "invalid_service"},
        ),
        ('{"action": "sing", "service": "news"}', "command", {"result": "unknown_action"}),
        ("[]", "command", {"result": "invalid_message"}),
        ("{", "command", {"result": "invalid_json"}),
    ],
)
def test_a_span_tells_what_was_asked_and_what_came_of_it(text: str, name: str, attributes: dict[str, str]) -> None:
    """A mistake of the client is a result, and no failure of the gateway."""
    span = told(text)

    assert span.name == name
    assert span.attributes == {"gateway.endpoint": "/ws/data"} | {
        f"gateway.{key}": attributes[key] for key in attributes
    }
    assert span.status.status_code is StatusCode.UNSET


@given(
    st.dictionaries(
        st.sampled_from(["action", "service", "request_id", "token"]),
        st.text(min_size=1) | st.integers(1000) | st.none(),
    ),
    st.sampled_from(ACTIONS),
    st.booleans(),
)
def test_nothing_else_that_a_client_writes_is_told(command: dict[str, Any], action: str, known: bool) -> None:  # noqa: FBT001  a case
    """Names and values are words of the contract, whatever the command: no ids, no tokens, no end of names."""
    text = json.dumps(command | {"action": action} if known else command)
    span = told(text)
    codes = {value for key, value in span.attributes.items() if key == "gateway.result"}

    assert span.name in {"command", *(f"command {word}" for word in ACTIONS)}
    assert set(span.attributes.values()) - codes <= WORDS | {"/ws/data"}
    assert not codes & ({str(value) for value in command.values()} - WORDS)


def test_a_mistake_of_ours_fails_the_span() -> None:
    """Whoever looks for what went wrong looks for failed spans."""
    spans = Spans()
    with spans.tracer.span("command", "server") as span:
        describe(span, "{}", refuse(CommandError("internal_error", "The gateway failed"), session(), START))
    (ended,) = spans.ended

    assert ended.status.status_code is StatusCode.ERROR
    assert ended.attributes is not None
    assert ended.attributes["error.type"] == "internal_error"
