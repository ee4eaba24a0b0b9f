from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.document import load, read
from contracts.validator import Validator, seal

if TYPE_CHECKING:
    from collections.abc import Callable

    from contracts.document import Document

DOCUMENT = load()
OPEN, SEALED = Validator(DOCUMENT), Validator(DOCUMENT, sealed=True)
NEWS = DOCUMENT.messages["NewsUpdate"].examples[0]


def news(**changes: Any) -> str:
    return json.dumps(copy.deepcopy(NEWS) | changes)


def test_every_example_is_one_message_of_its_channels() -> None:
    """On each address the examples of its messages are recognised, in their direction and not in the other."""
    for path, endpoint in DOCUMENT.endpoints.items():
        for message in DOCUMENT.on_channel(endpoint.channel, "event"):
            for example in message.examples:
                assert SEALED.event(path, json.dumps(example)).message == message.name
                assert not SEALED.command(path, json.dumps(example))
        for message in DOCUMENT.on_channel(endpoint.channel, "command"):
            for example in message.examples:
                verdict = SEALED.command(path, json.dumps(example).encode())
                assert (verdict.message, verdict.value, bool(verdict)) == (message.name, example, True)


def test_an_update_of_another_channel_is_a_violation() -> None:
    """A channel carries its scope and nothing else."""
    verdict = OPEN.event("/ws/sentiment", news())
    assert [str(violation) for violation in verdict.violations] == ["/: no event of /ws/sentiment"]


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        (lambda d: d.pop("timestamp"), ""),
        (lambda d: d.update(timestamp="2026-11-23T10:30:00Z"), "/timestamp"),
        (lambda d: d["data"]["articles"][0].update(url="not a uri"), "/data/articles/0/url"),
        (lambda d: d["data"].update(stale="no"), "/data/stale"),
        (lambda d: d["data"].pop("as_of"), "/data"),
    ],
)
def test_a_violation_points_to_its_place(change: Callable[[dict[str, Any]], object], pointer: str) -> None:
    """A frame that plainly means to be a message is judged as that one, with pointers into the frame."""
    frame = copy.deepcopy(NEWS)
    change(frame)
    verdict = OPEN.event("/ws/news", json.dumps(frame))
    assert verdict.message == "NewsUpdate"
    assert pointer in [violation.pointer for violation in verdict.violations]
    assert not verdict


@pytest.mark.parametrize("frame", ['{"a": 1, "a": 1}', '{"a": NaN}', "", b"\xff"])
def test_what_is_not_strict_json_is_a_violation(frame: str | bytes) -> None:
    """Duplicate keys, NaN and broken text are found before any schema is asked."""
    verdict = OPEN.event("/ws/news", frame)
    assert not verdict
    assert verdict.message is None


@pytest.mark.parametrize("frame", ["null", "[]", "1", '"text"', "{}", '{"service": "news"}', '{"type": []}'])
def test_json_of_no_message_is_a_violation(frame: str) -> None:
    """There is one violation, of the whole frame."""
    (violation,) = OPEN.event("/ws/news", frame).violations
    assert violation.pointer == ""


def test_only_a_sealed_validator_reports_undeclared_fields() -> None:
    """Readers tolerate what the gateway must not send."""
    frame = news(data=NEWS["data"] | {"mood": "good"})
    assert OPEN.event("/ws/news", frame)
    (violation,) = SEALED.event("/ws/news", frame).violations
    assert violation.pointer == "/data"
    assert "mood" in violation.problem


def test_a_fifth_key_of_the_envelope_is_an_undeclared_field() -> None:
    """Sealing reaches the envelope."""
    assert not SEALED.event("/ws/news", news(sequence=1))


def test_a_sealed_validator_leaves_open_what_the_document_opens() -> None:
    """A pong carries any data, and maps have any keys."""
    pong = DOCUMENT.messages["PongEvent"].examples[0] | {"data": {"any": {"thing": [1]}}}
    assert SEALED.event("/ws/news", json.dumps(pong))


def test_a_frame_that_fits_two_messages_is_a_violation(document: Document) -> None:
    """Each frame is exactly one message."""
    raw = copy.deepcopy(dict(document.raw))
    raw["components"]["schemas"]["StatusEvent"] = raw["components"]["schemas"]["PongEvent"]
    pong = json.dumps(document.messages["PongEvent"].examples[0])
    (violation,) = Validator(read(raw)).event("/ws/news", pong).violations
    assert violation.problem == "more than one message of /ws/news: StatusEvent, PongEvent"


def test_an_unknown_address_is_the_callers_mistake() -> None:
    """There is no verdict about a channel that does not exist."""
    with pytest.raises(KeyError):
        OPEN.event("/ws/nowhere", "{}")


def test_sealing_changes_a_copy() -> None:
    """Objects with properties are closed, those that say so stay as they are, and the original is untouched."""
    tree = {"type": "object", "properties": {"a": {"type": "object", "properties": {}, "additionalProperties": True}}}
    before = copy.deepcopy(tree)
    assert seal(tree) == before | {"additionalProperties": False}
    assert tree == before


jsons = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.sampled_from(["action", "service", "type", "data"]) | st.text(), inner)
    ),
    max_leaves=8,
)


@given(st.text() | st.binary() | jsons.map(json.dumps))
def test_no_frame_raises(frame: str | bytes) -> None:
    """Whatever the frame, there is a verdict, and it is either a message or has violations."""
    for verdict in (OPEN.event("/ws", frame), SEALED.command("/ws", frame)):
        assert bool(verdict) == (not verdict.violations)
        assert verdict.message is not None or verdict.violations
