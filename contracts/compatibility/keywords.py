"""Keywords: what changed in one schema itself, without the schemas in it, keyword by keyword.

Each keyword is judged as if it were the only one that changed, so that the guilty one is named among several.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from contracts.compatibility.change import Change, Severity
from contracts.compatibility.node import is_among, is_same
from contracts.compatibility.revision import EDITORIAL, Revision, written

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from contracts.compatibility.containment import Judgement
    from contracts.compatibility.node import Node

__all__ = ["UNDECIDED", "keyword_changes"]

UNDECIDED = "; whether that is harmless cannot be proved, so it counts as breaking"
_INNER = frozenset({"additionalProperties", "allOf", "anyOf", "items", "oneOf", "properties"})
"""Keywords that hold the schemas further in."""
_KNOWN = frozenset(
    {"additionalItems", "const", "contains", "contentEncoding", "contentMediaType", "dependencies", "else", "enum"}
    | {"exclusiveMaximum", "exclusiveMinimum", "format", "if", "maxItems", "maxLength", "maxProperties", "maximum"}
    | {"minItems", "minLength", "minProperties", "minimum", "multipleOf", "not", "pattern", "patternProperties"}
    | {"propertyNames", "required", "then", "type", "uniqueItems"}
)
"""Those of draft 7 that decide which values are allowed."""


def keyword_changes(revision: Revision, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    """Yield what changed which values are allowed.

    The schemas come without references, and with the same `type`: that is another question.
    """
    for change in _keyword_changes(revision, old, new):
        if change.severity is not Severity.EDITORIAL:
            yield change


def _keyword_changes(revision: Revision, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    before, after = _itself(old), _itself(new)
    if "enum" in before or "enum" in after:
        before, after = _listed(before), _listed(after)
    for key in dict.fromkeys((*before, *after)):
        if key == "type" or (key in before and key in after and is_same(before[key], after[key])):
            continue
        if key not in _KNOWN:
            words = f"no rule says what a change of `{key}` means for clients, so it counts as breaking"
            yield Change(Severity.BREAKING, revision.place(key), words)
        elif key == "required":
            yield from _required(revision, before, after)
        elif key == "enum" and key in before and key in after:
            yield from _enum(revision, before, after)
        else:
            judgement = revision.judge(before, _with(before, key, after))
            yield _change(revision, judgement, key, f"{_revised(key, before, after)} in {revision.side.value}")


def _required(revision: Revision, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    was, is_now = before.get("required", []), after.get("required", [])
    side = revision.side
    for name in (name for name in is_now if name not in was):
        if side.is_event and _has(revision.new, name) and not _has(revision.old, name):
            continue  # the field itself is new, which says more
        judgement = revision.judge(before, {**before, "required": [*was, name]})
        if side.is_event:
            words = f"field `{name}` is always in {side.value} now"
        elif not _has(revision.old, name):
            words = f"required field `{name}` was added to {side.value}"
        else:
            words = f"field `{name}` is required in {side.value} now"
        yield _change(revision, judgement, "required", words)
    for name in (name for name in was if name not in is_now):
        if _has(revision.old, name) and not _has(revision.new, name):
            continue  # the field itself is gone, which says more
        judgement = revision.judge(before, {**before, "required": [other for other in was if other != name]})
        words = f"field `{name}` is no longer {'always in' if side.is_event else 'required in'} {side.value}"
        yield _change(revision, judgement, "required", words)


def _has(node: Node, name: str) -> bool:
    return node.at("properties", name) is not None


def _enum(revision: Revision, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    was, is_now = before["enum"], after["enum"]
    side = revision.side
    for value in (value for value in is_now if not is_among(value, was)):
        judgement = revision.judge(before, {**before, "enum": [*was, value]})
        yield _change(revision, judgement, "enum", f"value {written(value)} is new in {side.value}")
    for value in (value for value in was if not is_among(value, is_now)):
        judgement = revision.judge(before, {**before, "enum": [other for other in was if not is_same(other, value)]})
        verb = "comes no longer" if side.is_event else "is no longer allowed"
        yield _change(revision, judgement, "enum", f"value {written(value)} {verb} in {side.value}")


def _change(revision: Revision, judgement: Judgement, key: str, words: str) -> Change:
    pointer = revision.place(key)
    return Change(judgement.severity, pointer, words if judgement.proved else words + UNDECIDED)


def _revised(key: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    if key in before and key in after:
        return f"`{key}` was {written(before[key])}, is {written(after[key])}"
    if key in after:
        return f"`{key}` was not limited, is {written(after[key])}"
    return f"`{key}` was {written(before[key])}, is not limited"


def _with(before: Mapping[str, Any], key: str, after: Mapping[str, Any]) -> dict[str, Any]:
    rest = {name: value for name, value in before.items() if name != key}
    return {**rest, key: after[key]} if key in after else rest


def _itself(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in schema.items() if key not in _INNER and key not in EDITORIAL}


def _listed(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Write a constant as an enumeration of one value, to compare it with another enumeration."""
    if "const" not in schema or "enum" in schema:
        return dict(schema)
    return {"enum" if key == "const" else key: [value] if key == "const" else value for key, value in schema.items()}
