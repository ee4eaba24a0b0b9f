from __future__ import annotations

from typing import Any

import pytest

from contracts.compatibility.containment import Side
from contracts.compatibility.keywords import UNDECIDED
from contracts.compatibility.node import Node
from contracts.compatibility.payload import payload_changes
from contracts.pointer import SpecError

Told = list[tuple[str, str, str]]

TEXT = {"type": "string"}
COUNT = {"type": "integer", "minimum": 0}
NULL = {"type": "null"}


def told(old: Any, new: Any, side: Side) -> Told:
    changes = payload_changes(Node({}, "#", old), Node({}, "#", new), side)
    return [(change.severity.value, change.pointer, change.words) for change in changes]


def fields(*required: str, **properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": [*required], "properties": properties}


COMMANDS: dict[str, tuple[Any, Any, Told]] = {
    "a new optional field": (
        fields(a=TEXT),
        fields(a=TEXT, b=COUNT),
        [("compatible", "#/properties/b", "field `b` is new in a command")],
    ),
    "a new required field": (
        fields(a=TEXT),
        fields("b", a=TEXT, b=COUNT),
        [("breaking", "#/required", "required field `b` was added to a command")],
    ),
    "an optional field that becomes required": (
        fields(a=TEXT),
        fields("a", a=TEXT),
        [("breaking", "#/required", "field `a` is required in a command now")],
    ),
    "a required field that becomes optional": (
        fields("a", a=TEXT),
        fields(a=TEXT),
        [("compatible", "#/required", "field `a` is no longer required in a command")],
    ),
    "a field that is gone": (
        fields(a=TEXT, b=COUNT),
        fields(a=TEXT),
        [("breaking", "#/properties/b", "field `b` is no longer read in a command")],
    ),
    "a required field that is gone": (
        fields("b", a=TEXT, b=COUNT),
        fields(a=TEXT),
        [("breaking", "#/properties/b", "field `b` is no longer read in a command")],
    ),
    "a field that was required without being described": (
        {"type": "object", "required": ["a"]},
        {"type": "object"},
        [("compatible", "#/required", "field `a` is no longer required in a command")],
    ),
    "a closed object": (
        fields(a=TEXT),
        {**fields(a=TEXT), "additionalProperties": False},
        [("breaking", "#/additionalProperties", "fields that are not listed are forbidden now in a command")],
    ),
    "a closed object that opens": (
        {**fields(a=TEXT), "additionalProperties": False},
        fields(a=TEXT),
        [("compatible", "#/additionalProperties", "fields that are not listed are allowed now in a command")],
    ),
    "other fields that must be of a type": (
        fields(a=TEXT),
        {**fields(a=TEXT), "additionalProperties": TEXT},
        [("breaking", "#/additionalProperties", "fields that are not listed are described now in a command")],
    ),
    "a field of an object whose other fields were free": (
        {**fields(a=TEXT), "additionalProperties": True},
        {**fields(a=TEXT, b=TEXT), "additionalProperties": True},
        [("breaking", "#/properties/b", "field `b` is new in a command")],
    ),
    "a wider enumeration": (
        {"enum": ["a"]},
        {"enum": ["a", "b"]},
        [("compatible", "#/enum", "value `b` is new in a command")],
    ),
    "a narrower enumeration": (
        {"enum": ["a", True, None]},
        {"enum": ["a", True]},
        [
            ("breaking", "#", "`null` is no longer allowed in a command"),
        ],
    ),
    "a constant that becomes one of two": (
        {"type": "string", "const": "a"},
        {"type": "string", "enum": ["a", "b"]},
        [("compatible", "#/enum", "value `b` is new in a command")],
    ),
    "one of two that becomes a constant": (
        {"type": "string", "enum": ["a", "b"]},
        {"type": "string", "const": "a"},
        [("breaking", "#/enum", "value `b` is no longer allowed in a command")],
    ),
    "a greatest length": (
        TEXT,
        {"type": "string", "maxLength": 9},
        [("breaking", "#/maxLength", "`maxLength` was not limited, is `9` in a command")],
    ),
    "new optional fields, deep inside": (
        fields(a={"type": "array", "items": fields(b=TEXT)}, c={"type": "object", "additionalProperties": fields()}),
        fields(
            a={"type": "array", "items": fields(b=TEXT, d=COUNT)},
            c={"type": "object", "additionalProperties": fields(e=fields(f=TEXT))},
        ),
        [
            ("compatible", "#/properties/a/items/properties/d", "field `d` is new in a command"),
            ("compatible", "#/properties/c/additionalProperties/properties/e", "field `e` is new in a command"),
        ],
    ),
    "a new optional field in an alternative to null": (
        fields(a={"oneOf": [fields(b=TEXT), NULL]}),
        fields(a={"oneOf": [fields(b=TEXT, c=COUNT), NULL]}),
        [("compatible", "#/properties/a/oneOf/0/properties/c", "field `c` is new in a command")],
    ),
    "two bounds, of which one is tighter": (
        {"type": "integer", "minimum": 0, "maximum": 9},
        {"type": "integer", "minimum": -1, "maximum": 8},
        [
            ("compatible", "#/minimum", "`minimum` was `0`, is `-1` in a command"),
            ("breaking", "#/maximum", "`maximum` was `9`, is `8` in a command"),
        ],
    ),
    "null": (
        COUNT,
        {"type": ["integer", "null"], "minimum": 0},
        [("compatible", "#/type", "`null` is allowed now in a command")],
    ),
    "no null": (
        {"type": ["integer", "null"], "minimum": 0},
        COUNT,
        [("breaking", "#/type", "`null` is no longer allowed in a command")],
    ),
    "whole numbers only": (
        {"type": "number", "minimum": 0},
        COUNT,
        [("breaking", "#/type", "the type was `number`, is `integer` in a command")],
    ),
    "any number": (
        COUNT,
        {"type": "number", "minimum": 0},
        [("compatible", "#/type", "the type was `integer`, is `number` in a command")],
    ),
    "anything at all": (TEXT, True, [("compatible", "#", "the type was `string`, is anything in a command")]),
}

EVENTS: dict[str, tuple[Any, Any, Told]] = {
    "a new optional field": (
        fields(a=TEXT),
        fields(a=TEXT, b=COUNT),
        [("compatible", "#/properties/b", "field `b` is new in an event")],
    ),
    "a new required field": (
        fields(a=TEXT),
        fields("b", a=TEXT, b=COUNT),
        [("compatible", "#/properties/b", "field `b` is new in an event")],
    ),
    "a new field that may be anything": (
        fields(a=TEXT),
        fields(a=TEXT, b=True),
        [("compatible", "#/properties/b", "field `b` is new in an event")],
    ),
    "a new field of an object that was closed": (
        {**fields(a=TEXT), "additionalProperties": False},
        {**fields(a=TEXT, b=COUNT), "additionalProperties": False},
        [("breaking", "#/properties/b", "field `b` is new in an event")],
    ),
    "an optional field that is always there": (
        fields(a=TEXT),
        fields("a", a=TEXT),
        [("compatible", "#/required", "field `a` is always in an event now")],
    ),
    "a field that need not be there": (
        fields("a", a=TEXT),
        fields(a=TEXT),
        [("breaking", "#/required", "field `a` is no longer always in an event")],
    ),
    "a field that is required without being described": (
        {"type": "object"},
        {"type": "object", "required": ["a"]},
        [("compatible", "#/required", "field `a` is always in an event now")],
    ),
    "a field that was required without being described": (
        {"type": "object", "required": ["a"]},
        {"type": "object"},
        [("breaking", "#/required", "field `a` is no longer always in an event")],
    ),
    "an optional field that is gone": (
        fields(a=TEXT, b=COUNT),
        fields(a=TEXT),
        [("breaking", "#/properties/b", "field `b` is no longer sent in an event")],
    ),
    "a field that might be anything and is gone": (
        fields(a=TEXT, b=True),
        fields(a=TEXT),
        [("breaking", "#/properties/b", "field `b` is no longer sent in an event")],
    ),
    "a field that is gone from an object that closes": (
        fields(a=TEXT, b=COUNT),
        {**fields(a=TEXT), "additionalProperties": False},
        [
            ("breaking", "#/properties/b", "field `b` is no longer sent in an event"),
            ("compatible", "#/additionalProperties", "fields that are not listed are forbidden now in an event"),
        ],
    ),
    "a field of another name": (
        fields(a=TEXT, b=COUNT),
        fields(a=TEXT, c=COUNT),
        [
            ("compatible", "#/properties/c", "field `c` is new in an event"),
            ("breaking", "#/properties/b", "field `b` is no longer sent in an event; `c` of the same form is new"),
        ],
    ),
    "a closed object that opens": (
        {**fields(a=TEXT), "additionalProperties": False},
        fields(a=TEXT),
        [("breaking", "#/additionalProperties", "fields that are not listed are allowed now in an event")],
    ),
    "a keyword that another makes needless": (
        {"type": "string", "maxLength": 5},
        {"type": "string", "enum": ["a"]},
        [
            ("compatible", "#/maxLength", "`maxLength` was `5`, is not limited in an event"),
            ("compatible", "#/enum", "`enum` was not limited, is `a` in an event"),
        ],
    ),
    "another type and another bound": (
        {"type": "number", "minimum": 0},
        {"type": "integer", "minimum": -1},
        [
            ("compatible", "#/type", "the type was `number`, is `integer` in an event"),
            ("breaking", "#/minimum", "`minimum` was `0`, is `-1` in an event"),
        ],
    ),
    "free fields that are gone": (
        {"type": "object", "additionalProperties": True},
        {"type": "object"},
        [("breaking", "#/additionalProperties", "fields of other names are no longer sent in an event")],
    ),
    "a map of other values": (
        {"type": "object", "additionalProperties": COUNT},
        {"type": "object", "additionalProperties": TEXT},
        [("breaking", "#/additionalProperties/type", "the type was `integer`, is `string` in an event")],
    ),
    "a map of higher values": (
        {"type": "object", "additionalProperties": COUNT},
        {"type": "object", "additionalProperties": {"type": "integer", "minimum": 1}},
        [("compatible", "#/additionalProperties/minimum", "`minimum` was `0`, is `1` in an event")],
    ),
    "a value that is only null": (
        {"type": ["string", "null"]},
        NULL,
        [("breaking", "#/type", "nothing but `null` is left in an event")],
    ),
    "a value that is never null, deep inside": (
        {"type": "array", "items": fields(a={"type": ["string", "null"]})},
        {"type": "array", "items": fields(a=TEXT)},
        [("compatible", "#/items/properties/a/type", "`null` is no longer allowed in an event")],
    ),
    "null as another alternative": (
        fields(a=TEXT),
        {"oneOf": [fields(a=TEXT), NULL]},
        [("breaking", "#", "`null` is allowed now in an event")],
    ),
    "null as another alternative to a described schema": (
        {**fields(a=TEXT), "description": "one"},
        {"oneOf": [{**fields(a=TEXT), "description": "one"}, NULL]},
        [("breaking", "#", "`null` is allowed now in an event")],
    ),
    "words for people in and around an alternative to null": (
        {"description": "one", "oneOf": [{**TEXT, "description": "one"}, NULL]},
        {"description": "other", "oneOf": [{**TEXT, "description": "other"}, NULL]},
        [
            ("editorial", "#/description", "`description` was edited"),
            ("editorial", "#/oneOf/0/description", "`description` was edited"),
        ],
    ),
    "a field in an alternative to null": (
        {"oneOf": [fields(a=TEXT), NULL]},
        {"anyOf": [NULL, fields(a=TEXT, b=COUNT)]},
        [("compatible", "#/anyOf/1/properties/b", "field `b` is new in an event")],
    ),
    "a change in one of two alternatives": (
        {"anyOf": [TEXT, COUNT]},
        {"anyOf": [TEXT, {"type": "integer"}]},
        [("breaking", "#/anyOf/1/minimum", "`minimum` was `0`, is not limited in an event")],
    ),
    "alternatives in another order": ({"anyOf": [TEXT, COUNT]}, {"anyOf": [COUNT, TEXT]}, []),
    "alternatives in another order, of which one changed": (
        {"anyOf": [fields("a", a=TEXT), COUNT, TEXT]},
        {"anyOf": [TEXT, COUNT, fields("a", a=TEXT, b=TEXT)]},
        [("compatible", "#/anyOf/2/properties/b", "field `b` is new in an event")],
    ),
    "an alternative that takes over from another": (
        {"anyOf": [{"type": "integer", "maximum": 5}, {"type": "integer", "minimum": 0, "maximum": 9}]},
        {"anyOf": [{"type": "integer", "maximum": 7}, {"type": "integer", "minimum": 0, "maximum": 9}]},
        [("compatible", "#/anyOf/0/maximum", "`maximum` was `5`, is `7` in an event")],
    ),
    "null in another alternative than before": (
        {"anyOf": [{"type": ["string", "null"]}, {"type": "string", "maxLength": 3}]},
        {"anyOf": [{"type": "string"}, {"type": ["string", "null"], "maxLength": 3}]},
        [
            ("compatible", "#/anyOf/0/type", "`null` is no longer allowed in an event"),
            ("compatible", "#/anyOf/1/type", "`null` is allowed now in an event"),
        ],
    ),
    "another alternative": (
        {"anyOf": [TEXT, COUNT, NULL]},
        {"anyOf": [TEXT, COUNT, NULL, {"type": "integer", "maximum": -5}]},
        [("breaking", "#/anyOf", "the alternatives changed in an event")],
    ),
    "an alternative less": (
        {"anyOf": [{"const": 1}, {"const": 2}, {"const": 3}]},
        {"anyOf": [{"const": 1}, {"const": 2}]},
        [("compatible", "#/anyOf", "the alternatives changed in an event")],
    ),
    "alternatives in place of one schema": (
        TEXT,
        {"anyOf": [{"type": "string", "maxLength": 1}, {"type": "string", "minLength": 9}]},
        [("compatible", "#", "the alternatives changed in an event")],
    ),
    "a pattern that nobody can compare": (
        {"type": "string", "pattern": "^a"},
        {"type": "string", "pattern": "^ab"},
        [
            (
                "breaking",
                "#/pattern",
                f"`pattern` was `^a`, is `^ab` in an event{UNDECIDED}",
            )
        ],
    ),
    "words for people": (
        {"type": "string", "description": "one", "title": "A"},
        {"type": "string", "description": "other", "examples": ["a"], "title": "A"},
        [
            ("editorial", "#/description", "`description` was edited"),
            ("editorial", "#/examples", "`examples` was edited"),
        ],
    ),
    "a word that no rule knows": (
        TEXT,
        {"type": "string", "x-unit": "s"},
        [
            (
                "breaking",
                "#/x-unit",
                "no rule says what a change of `x-unit` means for clients, so it counts as breaking",
            )
        ],
    ),
    "fields named like keywords": (
        fields(description=TEXT, enum=TEXT, examples=TEXT),
        fields(description=COUNT, enum=TEXT, examples=COUNT),
        [
            ("breaking", "#/properties/description/type", "the type was `string`, is `integer` in an event"),
            ("breaking", "#/properties/examples/type", "the type was `string`, is `integer` in an event"),
        ],
    ),
    "a field that has no value": (
        fields(a=TEXT),
        fields(a=False),
        [("breaking", "#/properties/a", "no value is left in an event")],
    ),
    "another kind of value": (
        {"type": "string", "maxLength": 3},
        {"type": "object", "properties": {"a": TEXT}},
        [("breaking", "#/type", "the type was `string`, is `object` in an event")],
    ),
    "the same in other words": (
        {"type": ["string", "null"], "enum": ["a", None]},
        {"type": ["null", "string"], "enum": [None, "a"]},
        [],
    ),
    "true in place of one": (
        {"enum": [1, 0]},
        {"enum": [True, 0]},
        [
            ("breaking", "#", "the type was `integer`, is `boolean`, `integer` in an event"),
            ("compatible", "#/enum", "value `1` comes no longer in an event"),
        ],
    ),
    "a constant that is true in place of one": (
        {"const": 1},
        {"const": True},
        [("breaking", "#", "the type was `integer`, is `boolean` in an event")],
    ),
    "a list of other items": (
        {"type": "array", "items": [TEXT]},
        {"type": "array", "items": [COUNT]},
        [("breaking", "#", "values differ between the two documents in an event")],
    ),
}


@pytest.mark.parametrize(("old", "new", "expected"), COMMANDS.values(), ids=COMMANDS)
def test_a_command_may_only_allow_more(old: Any, new: Any, expected: Told) -> None:
    """Whatever a client of the old document sends is accepted, and means what it meant."""
    assert told(old, new, Side.COMMAND) == expected


@pytest.mark.parametrize(("old", "new", "expected"), EVENTS.values(), ids=EVENTS)
def test_an_event_may_only_promise_more(old: Any, new: Any, expected: Told) -> None:
    """Whatever a client of the old document awaits comes, and nothing that it cannot read."""
    assert told(old, new, Side.EVENT) == expected


def test_the_handshake_is_read_like_a_command() -> None:
    """The client writes it."""
    old, new = fields(), fields("token", token=TEXT)

    assert told(old, new, Side.HANDSHAKE) == [
        ("breaking", "#/required", "required field `token` was added to the handshake")
    ]


def schemas(**named: Any) -> dict[str, Any]:
    return {"schemas": named}


def between(old: dict[str, Any], new: dict[str, Any]) -> Told:
    """Compare what two documents hold under the property `at` of a schema `Data`."""
    one, other = (Node(raw, "#", raw).at("schemas", "Data") for raw in (old, new))
    assert one is not None
    assert other is not None
    changes = payload_changes(one, other, Side.EVENT)
    return [(change.severity.value, change.pointer, change.words) for change in changes]


def test_a_change_in_a_shared_schema_is_told_where_that_schema_is() -> None:
    """That is the place that was edited."""
    data = fields(at={"$ref": "#/schemas/Count"})

    assert between(schemas(Data=data, Count=COUNT), schemas(Data=data, Count={"type": "integer"})) == [
        ("breaking", "#/schemas/Count/minimum", "`minimum` was `0`, is not limited in an event")
    ]


def test_a_field_named_like_a_keyword_is_a_field() -> None:
    """What it refers to is looked at."""
    data = fields(enum={"$ref": "#/schemas/Count"}, properties={"$ref": "#/schemas/Count"})

    assert (
        between(schemas(Data=data, Count=COUNT), schemas(Data=data, Count={"type": "integer"}))
        == [("breaking", "#/schemas/Count/minimum", "`minimum` was `0`, is not limited in an event")] * 2
    )


def test_another_schema_in_place_of_a_shared_one_is_told_where_it_is_used() -> None:
    """Neither of the two schemas was edited; their descriptions were not either."""
    count = {**COUNT, "description": "one"}
    others = {"Count": count, "Whole": {"type": "integer", "description": "other"}}
    old = schemas(Data=fields(at={"$ref": "#/schemas/Count"}), **others)
    new = schemas(Data=fields(at={"$ref": "#/schemas/Whole"}), **others)

    assert between(old, new) == [
        ("breaking", "#/schemas/Data/properties/at", "`minimum` was `0`, is not limited in an event")
    ]


def test_a_field_that_is_gone_is_told_where_it_was() -> None:
    """The pointer leads into the old document."""
    old, new = schemas(Data=fields(at=TEXT, by=TEXT)), schemas(Data=fields(at=TEXT))

    assert [pointer for _, pointer, _ in between(old, new)] == ["#/schemas/Data/properties/by"]


def test_a_schema_that_is_moved_out_is_no_change() -> None:
    """Where a schema is written makes no difference on the wire."""
    old = schemas(Data=fields(at=COUNT))
    new = schemas(Data=fields(at={"$ref": "#/schemas/Count"}), Count=COUNT)

    assert between(old, new) == []


def test_data_that_looks_like_a_reference_is_data() -> None:
    """A `$ref` among constants and examples points nowhere."""
    data = {"type": "object", "const": {"$ref": "#/nowhere"}, "examples": [{"$ref": "#/nowhere"}]}

    assert between(schemas(Data=data), schemas(Data=data)) == []


def test_a_schema_that_holds_itself_cannot_be_compared() -> None:
    """The error names the place of the reference that leads back."""
    raw = schemas(Data=fields(at={"$ref": "#/schemas/Data"}))

    with pytest.raises(SpecError) as caught:
        between(raw, raw)
    assert (
        str(caught.value) == "#/schemas/Data/properties/at: #/schemas/Data holds itself; recursion cannot be compared"
    )


@pytest.mark.parametrize("broken", [{"type": "strin"}, {"properties": 5}, {"pattern": "("}, {"required": "a"}])
def test_what_is_no_schema_cannot_be_compared(broken: Any) -> None:
    """The error says in one line that it is no schema."""
    with pytest.raises(SpecError) as caught:
        told(TEXT, broken, Side.EVENT)
    assert "not a JSON Schema" in str(caught.value)
    assert "\n" not in str(caught.value)
