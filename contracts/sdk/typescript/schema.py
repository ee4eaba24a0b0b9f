"""Schema: JSON Schema (draft 7) as TypeScript types.

Only words that have been thought of become types; any other raises SpecError. Words that narrow the values and not the
type (bounds, patterns, formats) are left out: types cannot say them.
"""

from __future__ import annotations

import json
import re
from math import isfinite
from typing import TYPE_CHECKING, Any

from contracts.pointer import SpecError, join, name_of
from contracts.sdk.typescript.text import comment, key, quoted, union

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

__all__ = ["SCHEMAS", "declaration", "members", "type_of"]

SCHEMAS = "#/components/schemas"

_ANNOTATIONS = {"$comment", "default", "deprecated", "description", "examples", "readOnly", "title", "writeOnly"}
_BOUNDS = {
    *("exclusiveMaximum", "exclusiveMinimum", "maximum", "minimum", "multipleOf"),
    *("format", "maxLength", "minLength", "pattern"),
    *("maxItems", "minItems", "uniqueItems"),
    *("maxProperties", "minProperties"),
}
_SILENT = frozenset(_ANNOTATIONS | _BOUNDS)
_PRIMITIVES = {"string": "string", "number": "number", "integer": "number", "boolean": "boolean", "null": "null"}
_OWN_WORDS = {"object": {"properties", "required", "additionalProperties"}, "array": {"items"}}
_NAME = re.compile(r"[A-Z][A-Za-z0-9]*")


def declaration(name: str, schema: Any, description: str = "") -> str:
    """Declare a named schema, exported; `description` stands in where it has none."""
    pointer = join(SCHEMAS, name)
    if not _NAME.fullmatch(name):
        raise SpecError(pointer, f"{name} cannot be the name of a type")
    text = type_of(schema, pointer)
    head = comment(_description(schema).strip() or description)
    if isinstance(schema, dict) and schema.get("type") == "object" and schema.get("properties"):
        return f"{head}export interface {name} {text}\n"
    if isinstance(schema, dict) and "enum" in schema:
        return head + union(name, _literals(schema, pointer))
    return f"{head}export type {name} = {text};\n"


def type_of(schema: Any, pointer: str, indent: str = "") -> str:
    """Return the type of a schema; its lines after the first are indented."""
    if isinstance(schema, bool):
        return "unknown" if schema else "never"
    if not isinstance(schema, dict):
        raise SpecError(pointer, "a schema is needed here")
    words = [word for word in schema if not _is_silent(word)]
    if not words:
        return "unknown"
    for word, shape in _SHAPES.items():
        if word in words:
            return shape(schema, pointer, indent)
    raise _misunderstood(pointer, words[0])


def members(schema: Mapping[str, Any], pointer: str) -> dict[str, bool]:
    """Return the names of an object's properties, and whether each is required.

    Raises SpecError for one that is required and not declared.
    """
    declared, required = schema.get("properties", {}), schema.get("required", [])
    for index, name in enumerate(required):
        if name not in declared:
            raise SpecError(join(pointer, "required", index), f"{name} is required and not declared")
    return {name: name in required for name in declared}


def _reference(schema: Mapping[str, Any], pointer: str, _indent: str) -> str:
    _only(schema, pointer, {"$ref"})
    if schema["$ref"] != join(SCHEMAS, name_of(schema)):
        raise SpecError(join(pointer, "$ref"), f"a name under {SCHEMAS} is needed here")
    return name_of(schema)


def _constant(schema: Mapping[str, Any], pointer: str, _indent: str) -> str:
    _only(schema, pointer, {"const", "type"})
    return _literal(schema["const"], join(pointer, "const"))


def _enumeration(schema: Mapping[str, Any], pointer: str, _indent: str) -> str:
    _only(schema, pointer, {"enum", "type"})
    return _union(_literals(schema, pointer))


def _any_of(word: str) -> Callable[[Mapping[str, Any], str, str], str]:
    def choice(schema: Mapping[str, Any], pointer: str, indent: str) -> str:
        _only(schema, pointer, {word})
        parts = _several(schema, word, pointer)
        return _union(type_of(part, join(pointer, word, index), indent) for index, part in enumerate(parts))

    return choice


def _all_of(schema: Mapping[str, Any], pointer: str, indent: str) -> str:
    _only(schema, pointer, {"allOf"})
    parts = _several(schema, "allOf", pointer)
    types = [type_of(part, join(pointer, "allOf", index), indent) for index, part in enumerate(parts)]
    return " & ".join(map(_grouped, dict.fromkeys(types)))


def _typed(schema: Mapping[str, Any], pointer: str, indent: str) -> str:
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    _only(schema, pointer, {"type"}.union(*(_OWN_WORDS.get(str(name), ()) for name in types)))
    return _union(_of_type(name, schema, pointer, indent) for name in types)


def _of_type(name: Any, schema: Mapping[str, Any], pointer: str, indent: str) -> str:
    if name == "object":
        return _object(schema, pointer, indent)
    if name == "array":
        return f"{_grouped(type_of(schema.get('items', True), join(pointer, 'items'), indent))}[]"
    if name in _PRIMITIVES:
        return _PRIMITIVES[name]
    raise SpecError(join(pointer, "type"), f"{name} is not a type")


def _object(schema: Mapping[str, Any], pointer: str, indent: str) -> str:
    required = members(schema, pointer)
    others = schema.get("additionalProperties")
    if not required:
        values = type_of(True if others is None else others, join(pointer, "additionalProperties"), indent)
        return f"{{ [name: string]: {values} }}"
    inner = f"{indent}  "
    lines = [
        comment(_description(node), inner)
        + f"{inner}{key(name)}{'' if required[name] else '?'}: "
        + f"{type_of(node, join(pointer, 'properties', name), inner)};\n"
        for name, node in schema["properties"].items()
    ]
    if others is True:
        lines.append(f"{inner}[name: string]: unknown;\n")
    elif isinstance(others, dict):
        raise SpecError(
            join(pointer, "additionalProperties"), "the type of other properties cannot be said beside named ones"
        )
    return f"{{\n{''.join(lines)}{indent}}}"


_SHAPES: dict[str, Callable[[Mapping[str, Any], str, str], str]] = {
    "$ref": _reference,
    "const": _constant,
    "enum": _enumeration,
    "oneOf": _any_of("oneOf"),
    "anyOf": _any_of("anyOf"),
    "allOf": _all_of,
    "type": _typed,
}


def _description(schema: Any) -> str:
    if not isinstance(schema, dict):
        return ""
    return "\n".join([str(schema.get("description", "")), *(["@deprecated"] if schema.get("deprecated") else [])])


def _is_silent(word: str) -> bool:
    return word in _SILENT or word.startswith("x-")


def _only(schema: Mapping[str, Any], pointer: str, words: Iterable[str]) -> None:
    for word in schema:
        if not _is_silent(word) and word not in words:
            raise _misunderstood(pointer, word)


def _misunderstood(pointer: str, word: str) -> SpecError:
    return SpecError(join(pointer, word), f"the TypeScript client does not know what {word} means here")


def _several(schema: Mapping[str, Any], word: str, pointer: str) -> list[Any]:
    parts = schema[word]
    if not isinstance(parts, list) or not parts:
        raise SpecError(join(pointer, word), "a list of at least one is needed here")
    return parts


def _literals(schema: Mapping[str, Any], pointer: str) -> list[str]:
    values = _several(schema, "enum", pointer)
    return [_literal(value, join(pointer, "enum", index)) for index, value in enumerate(values)]


def _literal(value: Any, pointer: str) -> str:
    if value is None or (isinstance(value, bool | int | float) and isfinite(value)):
        return json.dumps(value)
    if isinstance(value, str):
        return quoted(value)
    raise SpecError(pointer, "only text, numbers, true, false and null can be literal types")


def _union(types: Iterable[str]) -> str:
    return " | ".join(dict.fromkeys(types))


def _grouped(text: str) -> str:
    return f"({text})" if " | " in text or " & " in text else text
