from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.document import Message, read
from contracts.pointer import walk
from contracts.suite.descent import Descent
from contracts.suite.evidence import seen
from contracts.suite.inspection import Inspector
from contracts.suite.traffic import Entry
from contracts.validator import Validator
from tests.contracts.suite.run import DOCUMENT

SEALED = Validator(DOCUMENT, sealed=True)
EVENTS = [message for message in DOCUMENT.messages.values() if message.direction == "event"]
EXAMPLES = [(message, example) for message in EVENTS for example in message.examples]
INSPECTOR = Inspector(DOCUMENT)
VALUES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text("Zx0")


def inspected(value: Any, path: str = "/ws/master") -> Any:
    return INSPECTOR.inspect(seen(Entry(1, path, "came", "", 0.0, json.dumps(value))))


@pytest.mark.parametrize(("message", "example"), EXAMPLES, ids=lambda each: getattr(each, "name", ""))
def test_examples_are_sound(message: Message, example: Any) -> None:
    """Every example of the document is the message that it stands at."""
    found = inspected(example)

    assert (found.message, found.clause, found.is_sound) == (message, None, True)


@given(st.sampled_from(EXAMPLES), st.data())
def test_a_frame_is_sound_when_its_message_fits_and_only_then(chosen: tuple[Message, Any], data: st.DataObject) -> None:
    """Wherever a value is changed, a field left out or added: the clauses find together what sealed schemas find."""
    frame = copy.deepcopy(chosen[1])
    nodes = [node for _, node in walk(frame) if isinstance(node, dict) and node]
    node = data.draw(st.sampled_from(nodes))
    key = data.draw(st.sampled_from([*node, "unheard_of"]))
    if data.draw(st.booleans()):
        node[key] = data.draw(VALUES)
    else:
        node.pop(key, None)

    assert inspected(frame).is_sound == bool(SEALED.event("/ws/master", json.dumps(frame)))


@given(st.sampled_from(EXAMPLES), st.data())
def test_a_fault_is_found_where_it_was_made(chosen: tuple[Message, Any], data: st.DataObject) -> None:
    """A field too many anywhere below `data` is pointed at, unless the document leaves the object open."""
    message, example = chosen
    frame = copy.deepcopy(example)
    spots = [
        spot
        for spot in Descent(DOCUMENT.raw).spots(message.schema, frame)
        if spot.pointer.startswith("/data") and any("properties" in said.schema for said in spot.said)
    ]
    closed = [spot for spot in spots if "additionalProperties" not in spot.said[0].schema]
    if not closed:
        assert message.name == "PongEvent"
        return
    spot = data.draw(st.sampled_from(closed))
    spot.value["unheard_of"] = None
    found = inspected(frame)

    assert (found.clause, [each.pointer for each in found.violations]) == ("ENV-07", [f"{spot.pointer}/unheard_of"])


def test_what_any_object_may_hold_is_nobodys_business() -> None:
    """A pong carries what the client sent: nulls, odd instants, anything."""
    pong = copy.deepcopy(DOCUMENT.messages["PongEvent"].examples[0])
    pong["data"] = {"timestamp": "noon", "null": None, "deep": [{"null": None}]}

    assert inspected(pong).is_sound


@pytest.mark.parametrize(
    ("schema", "value", "spoken", "admits_null"),
    [
        ({"type": "string"}, "a", True, False),
        ({"type": ["string", "null"]}, "a", True, True),
        ({"enum": ["a", None]}, "a", True, True),
        ({"enum": ["a"]}, "a", True, False),
        ({"const": None}, None, True, True),
        ({"oneOf": [{"type": "string"}, {"type": "null"}]}, "a", True, True),
        ({"anyOf": [{"type": "string"}, {"$ref": "#/components/schemas/Stale"}]}, "a", True, False),
        ({"description": "Anything."}, "a", False, True),
    ],
)
def test_a_schema_says_whether_null_may_stand_there(
    schema: dict[str, Any], value: Any, *, spoken: bool, admits_null: bool
) -> None:
    """By its types, its values, or one of its branches; one that says nothing allows everything."""
    raw = copy.deepcopy(dict(DOCUMENT.raw))
    raw["components"]["schemas"]["Tried"] = schema
    (spot,) = Descent(raw).spots("Tried", value)

    assert (bool(spot.said), spot.admits_null) == (spoken, admits_null)


def test_below_what_is_not_declared_nothing_is_asked() -> None:
    """One field too many is one fault, whatever it holds."""
    spots = list(Descent(DOCUMENT.raw).spots("Freshness", {"source": "a", "odd": {"deep": {"er": None}}}))

    assert [(spot.pointer, spot.is_declared) for spot in spots] == [("", True), ("/source", True), ("/odd", False)]


def test_the_form_of_an_instant_is_the_documents() -> None:
    """A contract that wrote instants otherwise would be judged by that."""
    raw = copy.deepcopy(dict(DOCUMENT.raw))
    raw["components"]["schemas"]["Timestamp"]["pattern"] = "^[0-9T:-]+Z$"
    pong = copy.deepcopy(DOCUMENT.messages["PongEvent"].examples[0]) | {"timestamp": "2026-11-23T10:30:00Z"}
    frame = seen(Entry(1, "/ws", "came", "", 0.0, json.dumps(pong)))

    assert Inspector(read(raw)).inspect(frame).is_sound
    assert Inspector(DOCUMENT).inspect(frame).clause == "ENV-04"
