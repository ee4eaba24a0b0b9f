"""Fields: what changed in the fields of an object and in the items of an array."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from contracts.compatibility.change import Change, Severity
from contracts.compatibility.keywords import UNDECIDED
from contracts.compatibility.node import Node, expanded, is_same

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from contracts.compatibility.containment import Judgement
    from contracts.compatibility.revision import Revision

__all__ = ["field_changes"]

_OTHERS = "additionalProperties"


def field_changes(revision: Revision, inner: Callable[[Revision], Iterator[Change]]) -> Iterator[Change]:
    """Yield what changed; `inner` tells what changed in a field that both documents have."""
    was, is_now = revision.old.value.get("properties", {}), revision.new.value.get("properties", {})
    for name in is_now:
        if name in was:
            yield from inner(_below(revision, "properties", name))
        elif revision.side.is_event or name not in revision.new.value.get("required", ()):
            yield _added(revision, name)
    for name in was:
        if name not in is_now:
            yield _removed(revision, name)
    yield from _others(revision, inner)
    if isinstance(revision.old.value.get("items", True), dict | bool) and isinstance(
        revision.new.value.get("items", True), dict | bool
    ):
        yield from inner(_below(revision, "items"))


def _added(revision: Revision, name: str) -> Change:
    side, pointer = revision.side, revision.place("properties", name)
    words = f"field `{name}` is new in {side.value}"
    if not side.is_event and _OTHERS not in revision.old.value:
        return Change(Severity.COMPATIBLE, pointer, words)
    field = revision.new.at("properties", name)
    field = revision.new.at("properties", name)
    judgement = revision.judge(expanded(_or_anything(revision.old, (_OTHERS,))), field and expanded(field))
    return _change(pointer, judgement, words)


def _removed(revision: Revision, name: str) -> Change:
    """Tell that a field is gone. It is breaking in both directions: a client may need what it says."""
    side = revision.side
    words = f"field `{name}` is no longer {'sent' if side.is_event else 'read'} in {side.value}"
    likely = [other for other in _new_names(revision) if _is_renamed(revision, name, other)]
    if len(likely) == 1:
        words += f"; `{likely[0]}` of the same form is new"
    return Change(Severity.BREAKING, revision.place("properties", name), words)


def _new_names(revision: Revision) -> list[str]:
    was = revision.old.value.get("properties", {})
    return [name for name in revision.new.value.get("properties", {}) if name not in was]


def _is_renamed(revision: Revision, name: str, other: str) -> bool:
    old, new = revision.old.at("properties", name), revision.new.at("properties", other)
    return old is not None and new is not None and is_same(expanded(old), expanded(new))


def _others(revision: Revision, inner: Callable[[Revision], Iterator[Change]]) -> Iterator[Change]:
    """Tell what changed for fields that are not listed: declared by a schema, open when nothing is said, or closed."""
    was, is_now = _openness(revision.old), _openness(revision.new)
    side = revision.side
    if was == is_now == "declared":
        yield from inner(_below(revision, _OTHERS))
    elif was == "declared":
        verb = "sent" if side.is_event else "read"
        words = f"fields of other names are no longer {verb} in {side.value}"
        yield Change(Severity.BREAKING, revision.place(_OTHERS), words)
    elif was != is_now:
        before, after = _or_anything(revision.old, (_OTHERS,)), _or_anything(revision.new, (_OTHERS,))
        judgement = revision.judge(expanded(before), expanded(after))
        verb = "forbidden" if is_now == "closed" else "allowed" if was == "closed" else "described"
        words = f"fields that are not listed are {verb} now in {side.value}"
        yield _change(revision.place(_OTHERS), judgement, words)


def _openness(node: Node) -> str:
    if _OTHERS not in node.value:
        return "open"
    return "closed" if node.value[_OTHERS] is False else "declared"


def _change(pointer: str, judgement: Judgement, words: str) -> Change:
    """Tell of a field that is declared now: that is more than wording, even if it may be anything."""
    severity = Severity.COMPATIBLE if judgement.severity is Severity.EDITORIAL else judgement.severity
    return Change(severity, pointer, words if judgement.proved else words + UNDECIDED)


def _below(revision: Revision, *keys: str) -> Revision:
    """Return the question about the schemas below; what nothing is said about may be anything."""
    return revision.at(_or_anything(revision.old, keys), _or_anything(revision.new, keys))


def _or_anything(node: Node, keys: tuple[str, ...]) -> Node:
    anything: Any = True
    return node.at(*keys) or Node(node.raw, node.pointer, anything)
