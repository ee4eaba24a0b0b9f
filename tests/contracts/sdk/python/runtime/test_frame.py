from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.sdk.python.runtime.frame import Frame, decode
from tests.contracts.sdk.python.runtime.toy import MANUAL, Tick

JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.sampled_from(["service", "type", "data"]), inner),
)


def test_a_known_event_is_read() -> None:
    """An envelope whose service and type the contract knows has an event of the class."""
    frame = decode('{"service": "tick", "type": "update", "data": {"n": 3}}', MANUAL.events)

    assert isinstance(frame.event, Tick)
    assert (frame.event.data.n, frame.problem, frame.kind) == (3, None, "tick update")


@pytest.mark.parametrize(
    ("text", "frame"),
    [
        ('{"service": "x", "type": "y"}', Frame("x", "y", {}, problem="not in the contract of this client")),
        ('{"service": "x", "type": 1}', Frame(problem="no `service` and `type`")),
        ("[]", Frame(problem="not an object")),
        (
            '{"service": "tick", "type": "update", "data": {"n": "many"}}',
            Frame(
                "tick",
                "update",
                {"n": "many"},
                problem="data.n: Input should be a valid integer, unable to parse string as an integer",
            ),
        ),
    ],
)
def test_what_is_no_event_says_why(text: str, frame: Frame) -> None:
    """The frame keeps what could be read, and has a problem."""
    assert decode(text, MANUAL.events) == frame


@given(st.text() | st.binary() | JSON.map(json.dumps))
def test_no_text_is_fatal(text: str | bytes) -> None:
    """Whatever a gateway sends, reading it raises nothing, and it has an event or a problem."""
    frame = decode(text, MANUAL.events)

    assert (frame.event is None) == (frame.problem is not None)


def test_deep_nesting_is_not_fatal() -> None:
    """A text that no reader can follow is no JSON."""
    assert str(decode("[" * 100_000, MANUAL.events).problem).startswith("not JSON")


@pytest.mark.parametrize(
    ("data", "request_id"), [({"request_id": "7"}, "7"), ({}, None), ({"request_id": 7}, None), ([], None)]
)
def test_a_reply_says_which_command_it_answers(data: object, request_id: str | None) -> None:
    """The id is text, wherever the frame came from."""
    text = json.dumps({"service": "system", "type": "pong", "data": data})

    assert decode(text, MANUAL.events).request_id == request_id
