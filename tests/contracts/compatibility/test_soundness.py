from __future__ import annotations

import copy
from itertools import product
from typing import Any

import jsonschema_rs
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.compatibility.change import Change, Severity
from contracts.compatibility.containment import Side
from contracts.compatibility.node import Node
from contracts.compatibility.payload import payload_changes
from contracts.validator import seal

LEAVES: tuple[Any, ...] = (
    {},
    {"type": "null"},
    {"type": "boolean"},
    {"type": "string"},
    {"type": "string", "maxLength": 1},
    {"type": "string", "minLength": 1},
    {"type": "string", "enum": ["", "a"]},
    {"type": "string", "enum": ["a", "abc"]},
    {"type": "string", "const": "a"},
    {"type": ["string", "null"]},
    {"type": "integer"},
    {"type": "integer", "minimum": 0},
    {"type": "number"},
    {"type": "number", "minimum": 0, "maximum": 1},
    {"type": ["number", "null"], "exclusiveMinimum": 0},
)
SCALARS: tuple[Any, ...] = (None, True, "", "a", "abc", -1, 0, 1, 1.5, 7)
ABSENT = object()
OBJECTS = [
    {key: value for key, value in zip("abz", values, strict=True) if value is not ABSENT}
    for values in product((ABSENT, *SCALARS), (ABSENT, None, "a", "abc", 0), (ABSENT, "a", 7))
]
VALUES = [*SCALARS, *OBJECTS, [], *([value] for value in SCALARS), *({"a": value} for value in OBJECTS[:99:7]), OBJECTS]


def objects(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.builds(
        lambda properties, required, others: {
            "type": "object",
            "properties": properties,
            "required": sorted(required & properties.keys()),
            **others,
        },
        st.dictionaries(st.sampled_from("abz"), inner, max_size=3),
        st.sets(st.sampled_from("abz")),
        st.just({}) | st.builds(lambda others: {"additionalProperties": others}, st.booleans() | inner),
    )


SCHEMAS = st.recursive(
    st.sampled_from(LEAVES),
    lambda inner: (
        objects(inner)
        | st.builds(lambda items: {"type": "array", "items": items}, inner)
        | st.builds(lambda one: {"oneOf": [{"type": "null"}, one]}, objects(inner))
        | st.builds(lambda one, other: {"anyOf": [one, other]}, inner, inner)
    ),
    max_leaves=4,
)


@st.composite
def revisions(draw: st.DrawFn) -> tuple[Any, Any]:
    """Draw two schemas, most often such as an editor leaves behind: one place differs."""
    old = draw(SCHEMAS)
    new = copy.deepcopy(old)
    places = [(node, key) for node in walk(new) for key in node]
    if not places or draw(st.integers(0, 4)) == 0:
        return old, draw(SCHEMAS)
    parent, key = draw(st.sampled_from(places))
    if key == "required":
        parent[key] = sorted(draw(st.sets(st.sampled_from("abz"))))
    elif isinstance(parent[key], dict) and key != "properties":
        parent[key] = draw(SCHEMAS)
    else:
        del parent[key]
    return (old, new) if draw(st.booleans()) else (new, old)


def walk(node: Any) -> list[dict[str, Any]]:
    children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    below = [found for child in children for found in walk(child)]
    return [node, *below] if isinstance(node, dict) else below


def changes(old: Any, new: Any, side: Side) -> list[Change]:
    return list(payload_changes(Node({}, "#", old), Node({}, "#", new), side))


def is_compatible(found: list[Change]) -> bool:
    return all(change.severity is not Severity.BREAKING for change in found)


def valid(schema: Any) -> set[int]:
    """Return the indexes of the values that a schema allows; to Python `true` and 1 are equal."""
    validator = jsonschema_rs.Draft7Validator(schema)
    return {index for index, value in enumerate(VALUES) if validator.is_valid(value)}


@settings(max_examples=300)
@given(revisions())
def test_no_compatible_event_holds_what_an_old_client_does_not_expect(revision: tuple[Any, Any]) -> None:
    """Of a compatible change every value that the new document allows was allowed by the old one."""
    old, new = revision
    if is_compatible(changes(old, new, Side.EVENT)):
        assert valid(new) <= valid(old)


@settings(max_examples=300)
@given(revisions())
def test_no_compatible_command_refuses_what_an_old_client_sends(revision: tuple[Any, Any]) -> None:
    """Of a compatible change every value that the old document allowed, with no field it did not list, is allowed."""
    old, new = revision
    if is_compatible(changes(old, new, Side.COMMAND)):
        assert valid(seal(old)) <= valid(new)


@settings(max_examples=200)
@given(revisions(), st.sampled_from(Side))
def test_whatever_makes_a_difference_is_told(revision: tuple[Any, Any], side: Side) -> None:
    """If some value is allowed by one document only, there is a change that is more than wording."""
    old, new = revision
    if valid(old) != valid(new):
        assert any(change.severity is not Severity.EDITORIAL for change in changes(old, new, side))


@given(SCHEMAS, st.sampled_from(Side))
def test_a_schema_is_compatible_with_itself(schema: Any, side: Side) -> None:
    """Without a difference nothing is told."""
    assert changes(schema, schema, side) == []
