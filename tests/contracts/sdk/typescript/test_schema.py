from __future__ import annotations

import pytest

from contracts.pointer import SpecError
from contracts.sdk.typescript.schema import declaration, type_of

PLACE = "#/components/schemas/Thing"


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": "string"}, "string"),
        ({"type": "number"}, "number"),
        ({"type": "integer"}, "number"),
        ({"type": "boolean"}, "boolean"),
        ({"type": "null"}, "null"),
        ({"type": ["integer", "null"]}, "number | null"),
        ({"type": ["integer", "number"]}, "number"),
        ({"const": "up"}, '"up"'),
        ({"type": "string", "const": 'a "b"'}, r'"a \"b\""'),
        ({"const": 1}, "1"),
        ({"const": None}, "null"),
        ({"const": True}, "true"),
        ({"enum": ["up", 2, None, False]}, '"up" | 2 | null | false'),
        ({"$ref": "#/components/schemas/Other"}, "Other"),
        ({"oneOf": [{"$ref": "#/components/schemas/Other"}, {"type": "null"}]}, "Other | null"),
        ({"anyOf": [{"type": "string"}, {"type": "string"}, {"type": "number"}]}, "string | number"),
        ({"allOf": [{"$ref": "#/components/schemas/A"}, {"$ref": "#/components/schemas/B"}]}, "A & B"),
        (
            {"allOf": [{"$ref": "#/components/schemas/A"}, {"anyOf": [{"type": "string"}, {"type": "null"}]}]},
            "A & (string | null)",
        ),
        ({"type": "array"}, "unknown[]"),
        ({"type": "array", "items": {"type": "string"}}, "string[]"),
        ({"type": "array", "items": {"type": ["string", "null"]}}, "(string | null)[]"),
        ({"type": "array", "items": {"type": "array", "items": {"type": "number"}}}, "number[][]"),
        ({"type": "object"}, "{ [name: string]: unknown }"),
        ({"type": "object", "additionalProperties": True}, "{ [name: string]: unknown }"),
        ({"type": "object", "additionalProperties": False}, "{ [name: string]: never }"),
        ({"type": "object", "additionalProperties": {"type": "number"}}, "{ [name: string]: number }"),
        ({"type": ["object", "null"], "additionalProperties": {"type": "number"}}, "{ [name: string]: number } | null"),
        ({}, "unknown"),
        (True, "unknown"),
        (False, "never"),
        ({"description": "Anything.", "x-note": 1}, "unknown"),
    ],
)
def test_each_form_of_a_schema_is_a_type(schema: object, expected: str) -> None:
    """What JSON Schema says of a value, TypeScript says of its type."""
    assert type_of(schema, PLACE) == expected


def test_an_object_has_required_and_optional_members() -> None:
    """A property that is not required may be absent; names that are no identifiers are in quotes."""
    schema = {
        "type": "object",
        "required": ["from"],
        "properties": {"from": {"type": "string"}, "to": {"type": ["string", "null"]}, "at-all": True},
    }

    assert type_of(schema, PLACE) == '{\n  from: string;\n  to?: string | null;\n  "at-all"?: unknown;\n}'


def test_a_sealed_object_has_no_other_members_and_an_open_one_unknown_ones() -> None:
    """`additionalProperties: true` beside named properties is an index of unknown values; `false` is the default."""
    schema = {"type": "object", "properties": {"a": {"type": "string"}}}

    assert type_of({**schema, "additionalProperties": False}, PLACE) == "{\n  a?: string;\n}"
    assert type_of({**schema, "additionalProperties": True}, PLACE) == (
        "{\n  a?: string;\n  [name: string]: unknown;\n}"
    )


def test_objects_in_objects_are_indented() -> None:
    """A type inside another one is written where it stands, with its comments."""
    inner = {"type": "object", "properties": {"b": {"type": "string", "description": "The inner one."}}}
    schema = {"type": "object", "required": ["a"], "properties": {"a": {"type": "array", "items": inner}}}

    assert type_of(schema, PLACE) == "{\n  a: {\n    /** The inner one. */\n    b?: string;\n  }[];\n}"


def test_bounds_and_notes_are_no_part_of_a_type() -> None:
    """What narrows the values and not the type is left out."""
    schema = {"type": "string", "pattern": "^a", "minLength": 1, "format": "uri", "default": "a", "examples": ["a"]}

    assert type_of(schema, PLACE) == "string"


@pytest.mark.parametrize(
    ("schema", "pointer"),
    [
        ({"not": {"type": "string"}}, "/not"),
        ({"type": "string", "nullable": True}, "/nullable"),
        ({"type": "object", "patternProperties": {}}, "/patternProperties"),
        ({"type": "object", "properties": {"a": {"if": {}}}}, "/properties/a/if"),
        ({"type": "array", "items": {"contains": {}}}, "/items/contains"),
        ({"type": "array", "items": [{"type": "string"}]}, "/items"),
        ({"type": "string", "items": {}}, "/items"),
        ({"properties": {"a": True}}, "/properties"),
        ({"oneOf": [{"type": "string"}], "type": "string"}, "/type"),
        ({"anyOf": []}, "/anyOf"),
        ({"enum": []}, "/enum"),
        ({"enum": ["a", ["b"]]}, "/enum/1"),
        ({"const": {}}, "/const"),
        ({"const": float("nan")}, "/const"),
        ({"type": "decimal"}, "/type"),
        ({"type": "object", "required": ["a"]}, "/required/0"),
        ({"type": "object", "properties": {"a": True}, "additionalProperties": {}}, "/additionalProperties"),
        ({"$ref": "#/channels/somewhere"}, "/$ref"),
        ({"$ref": "#/components/schemas/Other", "type": "string"}, "/type"),
        ("string", ""),
        ({"allOf": ["string"]}, "/allOf/0"),
    ],
)
def test_what_is_not_understood_is_an_error_at_its_place(schema: object, pointer: str) -> None:
    """A word that has no meaning here raises SpecError with its pointer; nothing becomes `any`."""
    with pytest.raises(SpecError) as error:
        type_of(schema, PLACE)

    assert error.value.pointer == PLACE + pointer


def test_an_object_is_declared_as_an_interface() -> None:
    """A named object with properties is an interface, with its description."""
    schema = {"type": "object", "description": "A thing.", "properties": {"a": {"type": "string"}}}

    assert declaration("Thing", schema) == "/** A thing. */\nexport interface Thing {\n  a?: string;\n}\n"


def test_everything_else_is_declared_as_a_type() -> None:
    """What an interface cannot say is an alias; long lists of words have a line for each."""
    words = [f"word_{number}" for number in range(20)]

    assert declaration("Thing", {"type": "string"}) == "export type Thing = string;\n"
    assert declaration("Thing", {"enum": ["a | b", "c"]}) == 'export type Thing = "a | b" | "c";\n'
    assert declaration("Thing", {"enum": words}) == (
        "export type Thing =" + "".join(f'\n  | "{word}"' for word in words) + ";\n"
    )
    assert declaration("Thing", {"type": ["object", "null"], "properties": {"a": True}}) == (
        "export type Thing = {\n  a?: unknown;\n} | null;\n"
    )


def test_a_name_says_what_it_is_if_the_schema_does_not() -> None:
    """The description given beside stands in for one that is missing, and for no other."""
    assert declaration("Thing", {"type": "null"}, "Beside.") == "/** Beside. */\nexport type Thing = null;\n"
    assert declaration("Thing", {"type": "null", "description": "Own."}, "Beside.") == (
        "/** Own. */\nexport type Thing = null;\n"
    )


def test_what_is_deprecated_says_so() -> None:
    """Editors strike out what carries the tag."""
    schema = {"type": "string", "description": "Old.", "deprecated": True}

    assert declaration("Thing", schema) == "/**\n * Old.\n * @deprecated\n */\nexport type Thing = string;\n"


@pytest.mark.parametrize("name", ["thing", "Thing-2", "2Things", "Thïng", ""])
def test_a_name_that_is_no_type_is_an_error(name: str) -> None:
    """Names of types begin with a capital and hold letters and digits, so that none is a word of the language."""
    with pytest.raises(SpecError):
        declaration(name, {"type": "string"})
