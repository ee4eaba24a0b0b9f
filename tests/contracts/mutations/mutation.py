"""Mutation: an edit of asyncapi.yaml as plain data, and what catches it."""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from contracts.compatibility import compare
from contracts.document import read
from contracts.lint import lint

if TYPE_CHECKING:
    from collections.abc import Iterable

    from contracts.document import Document

Edit = tuple[Any, ...]
"""(verb, pointer) and perhaps a third: `set` writes it; `add` appends it to a list (`-`) or puts it before an element;
`drop` removes; `move` and `copy` take the pointer of where to."""
Catch = tuple[str, str]
"""A rule of the lint, as ("DOC", name), or a change, as (severity, pointer)."""


@dataclass(frozen=True)
class Mutation:
    name: str
    edits: tuple[Edit, ...]
    caught: frozenset[Catch]


def mutation(name: str, edits: Iterable[Edit], *caught: Catch) -> Mutation:
    return Mutation(name, tuple(edits), frozenset(caught))


def catches(document: Document, mutation: Mutation) -> set[Catch]:
    """Return all that catches the edited document. One that breaks a rule of the lint is not compared."""
    edited = read(applied(document.raw, mutation.edits))
    if broken := {("DOC", finding.rule) for finding in lint(edited)}:
        return broken
    return {(change.severity.value, change.pointer) for change in compare(document, edited)}


def applied(raw: Any, edits: Iterable[Edit]) -> Any:
    """Return a copy with the edits made, one after the other."""
    edited = copy.deepcopy(raw)
    for verb, pointer, *operands in edits:
        parent, key = _place(edited, pointer)
        if verb == "set":
            parent[key] = copy.deepcopy(operands[0])
        elif verb == "add":
            parent.insert(len(parent) if key == "-" else key, copy.deepcopy(operands[0]))
        elif verb == "drop":
            del parent[key]
        else:
            moved = parent[key] if verb == "copy" else parent.pop(key)
            target, name = _place(edited, operands[0])
            target[name] = copy.deepcopy(moved)
    assert json.dumps(edited) != json.dumps(raw), "the mutation changes nothing"
    return edited


def _place(raw: Any, pointer: str) -> tuple[Any, Any]:
    *path, last = (part.replace("~1", "/").replace("~0", "~") for part in pointer.removeprefix("#/").split("/"))
    parent = raw
    for part in path:
        parent = parent[int(part) if isinstance(parent, list) else part]
    return parent, int(last) if isinstance(parent, list) and last != "-" else last
