"""Payload: what changed in the schema of a message, told at the place and in the words of the change.

Containment decides; the walk down both schemas only finds where. Two rules go beyond containment, because a schema that
allows less can still take something away: a field that was declared stays declared, and keeps having values.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from contracts.compatibility.change import Change, Severity
from contracts.compatibility.containment import KINDS, Side, kinds
from contracts.compatibility.fields import field_changes
from contracts.compatibility.keywords import UNDECIDED, keyword_changes
from contracts.compatibility.node import expanded, is_among, is_same
from contracts.compatibility.revision import EDITORIAL, Revision, written

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from contracts.compatibility.node import Node

__all__ = ["payload_changes"]

_ALTERNATIVES = ("allOf", "anyOf", "oneOf")


def payload_changes(old: Node, new: Node, side: Side) -> Iterator[Change]:
    """Yield the differences of two schemas, compatible and editorial ones included.

    Raises SpecError on a schema that holds itself, and on what is no schema.
    """
    revision = Revision(old, new, side)
    is_broken = False
    for change in _changes(revision):
        is_broken = is_broken or change.severity is Severity.BREAKING
        yield change
    judgement = revision.overall()
    if judgement.severity is Severity.BREAKING and not is_broken:
        words = f"values differ between the two documents in {side.value}"
        yield Change(Severity.BREAKING, revision.new.pointer, words if judgement.proved else words + UNDECIDED)


def _changes(revision: Revision) -> Iterator[Change]:
    if is_same(expanded(revision.old), expanded(revision.new)):
        return
    whole = revision.at(_as_mapping(revision.old), _as_mapping(revision.new))
    judgement = whole.overall()
    if judgement.severity is not Severity.BREAKING:
        whole = replace(whole, held=True)
    was, is_now = _kinds(whole.old), _kinds(whole.new)
    yield from _kind_changes(whole, was, is_now)
    inner = whole.at(_unwrapped(whole.old), _unwrapped(whole.new))
    unwrapped = (inner.old is not whole.old, inner.new is not whole.new)
    if unwrapped[0] == unwrapped[1]:
        yield from whole.wording()
    if all(unwrapped):
        yield from inner.wording()
    shared = _shared(was, is_now)
    if shared:
        yield from _inner_changes(inner, shared if set(was) != set(is_now) else None)


def _inner_changes(revision: Revision, shared: Sequence[str] | None) -> Iterator[Change]:
    """Yield what changed beside the types; where those did, among the types that both documents allow."""
    old, new = expanded(revision.old), expanded(revision.new)
    if shared is not None:
        old, new = {**old, "type": [*shared]}, {**new, "type": [*shared]}
    if is_same(old, new):
        return
    if any((key in old) != (key in new) for key in _ALTERNATIVES):
        yield from _reshaped(revision, old, new)
        return
    yield from keyword_changes(revision, old, new)
    yield from field_changes(revision, _changes)
    yield from _alternatives(revision, old, new)


def _kind_changes(revision: Revision, was: Sequence[str], is_now: Sequence[str]) -> Iterator[Change]:
    gained = [kind for kind in is_now if kind not in was and not (kind == "integer" and "number" in was)]
    lost = [kind for kind in was if kind not in is_now and not (kind == "integer" and "number" in is_now)]
    if not gained and not lost:
        return
    side = revision.side
    pointer = revision.place("type") if "type" in revision.new.value else revision.place()
    if is_now in {("null",), ()}:
        left = "nothing but `null` is left" if is_now else "no value is left"
        yield Change(Severity.BREAKING, pointer, f"{left} in {side.value}")
        return
    is_breaking = bool(gained if side.is_event else lost) and not revision.held
    severity = Severity.BREAKING if is_breaking else Severity.COMPATIBLE
    if gained == ["null"] and not lost:
        words = f"`null` is allowed now in {side.value}"
    elif lost == ["null"] and not gained:
        words = f"`null` is no longer allowed in {side.value}"
    else:
        words = f"the type was {_named(was)}, is {_named(is_now)} in {side.value}"
    yield Change(severity, pointer, words)


def _named(allowed: Sequence[str]) -> str:
    return "anything" if len(allowed) == len(KINDS) else written([*allowed])


def _alternatives(revision: Revision, old: Any, new: Any) -> Iterator[Change]:
    """Compare the alternatives that only one document has, in their order; their order means nothing."""
    for key in (key for key in _ALTERNATIVES if key in old):
        was = [index for index, one in enumerate(old[key]) if not is_among(one, new[key])]
        is_now = [index for index, one in enumerate(new[key]) if not is_among(one, old[key])]
        if len(was) != len(is_now):
            yield from _reshaped(revision, {key: old[key]}, {key: new[key]}, key)
            continue
        for before, after in zip(was, is_now, strict=True):
            one, other = revision.old.at(key, before), revision.new.at(key, after)
            if one is not None and other is not None:
                yield from _changes(revision.at(one, other))


def _reshaped(revision: Revision, old: Any, new: Any, *keys: str) -> Iterator[Change]:
    """Tell as one change what is written too differently to be compared part by part."""
    judgement = revision.judge(old, new)
    if judgement.severity is not Severity.EDITORIAL:
        words = f"the alternatives changed in {revision.side.value}"
        yield Change(judgement.severity, revision.place(*keys), words if judgement.proved else words + UNDECIDED)


def _unwrapped(node: Node) -> Node:
    """Return what a schema allows beside null, when it is written as one of two alternatives."""
    for key in ("anyOf", "oneOf"):
        if set(node.value) - EDITORIAL == {key} and len(node.value[key]) == 2:  # noqa: PLR2004 - null and the other
            alternatives = [node.at(key, index) for index in range(2)]
            others = [child for child in alternatives if child is not None and child.value != {"type": "null"}]
            if len(others) == 1:
                return _as_mapping(others[0])
    return node


def _as_mapping(node: Node) -> Node:
    """Write the schemas `true` and `false` as objects."""
    if isinstance(node.value, bool):
        return replace(node, value={} if node.value else {"not": {}})
    return node


def _kinds(node: Node) -> tuple[str, ...]:
    return kinds(expanded(node), node.pointer)


def _shared(was: Sequence[str], is_now: Sequence[str]) -> list[str]:
    both = [kind for kind in was if kind in is_now]
    if {"integer", "number"} <= {*was, *is_now} and "integer" not in both:
        both.append("integer")
    return both
