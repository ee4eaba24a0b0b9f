from __future__ import annotations

import json

import pytest
from pydantic import ValidationError

from contracts.generated.application.messages.json import ErrorData, ErrorEvent, PongData, PongEvent, WhaleWallet
from service.envelope import Frame, encode
from tests.fakes.clock import START


def test_an_event_is_encoded_once() -> None:
    """The ASGI event holds the very text, ready for every receiver."""
    event = PongEvent(service="system", type="pong", data=PongData.model_validate({"é": None}), timestamp=START)
    frame = encode(event, "system")

    assert frame.topic == "system"
    assert frame.type == "pong"
    assert frame.size_bytes == len(frame.text.encode()) == len(frame.text) + 1
    assert frame.event["text"] is frame.text
    assert frame.event == {"type": "websocket.send", "text": frame.text}
    assert json.loads(frame.text) == {
        "service": "system",
        "type": "pong",
        "data": {"é": None},
        "timestamp": "2026-11-23T10:30:00.000Z",
    }


def test_fields_that_are_not_known_are_absent() -> None:
    """An optional field of None does not become null."""
    data = ErrorData(message="no", code="invalid_json", hint=None)
    frame = encode(ErrorEvent(service="system", type="error", data=data, timestamp=START), "system")

    assert json.loads(frame.text)["data"] == {"message": "no", "code": "invalid_json"}


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_numbers_that_json_lacks_are_refused(number: float) -> None:
    """They never reach a client, because no model takes them."""
    with pytest.raises(ValidationError, match="finite"):
        WhaleWallet(address="bc1q", total_usd=number, transactions=1)


def test_frames_are_told_apart_by_identity() -> None:
    """Two events of the same text are two frames."""
    first, second = (Frame("update", "news", "{}", {}, 2) for _ in range(2))

    assert first != second
    assert len({first, second}) == 2
