"""Revision: one schema in both documents, seen from the side that writes the value."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from contracts.compatibility.change import Change, Severity
from contracts.compatibility.containment import Judgement, Side, judge
from contracts.compatibility.node import Node, expanded, is_same
from contracts.pointer import join

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["EDITORIAL", "Revision", "written"]

EDITORIAL = frozenset({"$comment", "deprecated", "description", "examples", "externalDocs", "title"})
"""Keywords of a schema that are for people."""


@dataclass(frozen=True, slots=True)
class Revision:
    """One schema in both documents."""

    old: Node
    new: Node
    side: Side
    held: bool = False
    """Whether a schema around this one was judged compatible, so that nothing in it can be worse."""

    @property
    def is_swapped(self) -> bool:
        """Whether the documents use two different schemas here: then the place that uses them was edited."""
        return self.old.pointer != self.new.pointer and (self.old.reference or self.new.reference) is not None

    def place(self, *keys: str) -> str:
        """Return the pointer of something below, in the document that has it."""
        if self.new.at(*keys) is None:
            return self.new.site if self.is_swapped else join(self.old.pointer, *keys)
        is_elsewhere = self.is_swapped and self.new.reference is not None and len(keys) <= 1
        return self.new.site if is_elsewhere else join(self.new.pointer, *keys)

    def at(self, old: Node, new: Node) -> Revision:
        """Return the same question about two schemas further in."""
        return replace(self, old=old, new=new)

    def judge(self, old: Any, new: Any) -> Judgement:
        """Judge two schemas without references in place of these two."""
        judgement = judge(self.side, old, new, self.new.pointer)
        if self.held and judgement.severity is Severity.BREAKING:
            return Judgement(Severity.COMPATIBLE)
        return judgement

    def overall(self) -> Judgement:
        """Judge the two schemas with all that is in them."""
        return self.judge(expanded(self.old), expanded(self.new))

    def wording(self) -> Iterator[Change]:
        """Yield the differences that only people read, unless the schema is another."""
        for key in sorted(EDITORIAL):
            if not self.is_swapped and not is_same(self.old.value.get(key), self.new.value.get(key)):
                yield Change(Severity.EDITORIAL, self.place(key), f"`{key}` was edited")


def written(value: Any) -> str:
    """Write a JSON value as the words of a change do."""
    if isinstance(value, list):
        return ", ".join(written(item) for item in value) or "nothing"
    if isinstance(value, bool) or value is None:
        return {None: "`null`", True: "`true`", False: "`false`"}[value]
    return f"`{value}`"
