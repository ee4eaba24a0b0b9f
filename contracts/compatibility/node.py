"""Node: a place in a document. References are followed, so that a change is told where it was made."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, Any

from contracts.pointer import SpecError, join, resolve

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["Node", "Pair", "expanded", "is_among", "is_same"]

_DATA = frozenset({"const", "default", "enum", "examples"})
"""Keywords whose values are JSON to compare with, never schemas: a `$ref` in them is data."""
_BY_NAME = frozenset({"definitions", "patternProperties", "properties"})
"""Keywords whose keys are names that the author chose, and so mean nothing."""


@dataclass(frozen=True, slots=True)
class Node:
    """A place in a document."""

    raw: Mapping[str, Any]
    """The whole document."""
    pointer: str
    value: Any
    """What is there. It is no reference: the pointer is that of the target."""
    reference: str | None = None
    """Where the reference to it stands, if there was one."""

    @property
    def site(self) -> str:
        """Return the place where it is used."""
        return self.reference or self.pointer

    def at(self, *keys: str | int) -> Node | None:
        """Return the place some keys or indexes further on, references followed, if there is one."""
        node: Node = self
        for key in keys:
            is_there = key in node.value if isinstance(node.value, dict) else isinstance(key, int)
            if not is_there or (isinstance(key, int) and key >= len(node.value)):
                return None
            node = _followed(node.raw, join(node.pointer, key), node.value[key])
        return node


@dataclass(frozen=True, slots=True)
class Pair:
    """The same place in the old document and in the new one; at least one of them has it."""

    old: Node | None
    new: Node | None

    @property
    def pointer(self) -> str:
        """Return the place in the new document, or in the old one when it is gone.

        When both use the same definition, that is the place; else the one that uses it.
        """
        if self.old is not None and self.new is not None and self.old.pointer == self.new.pointer:
            return self.new.pointer
        node = self.new or self.old
        return node.site if node is not None else "#"

    @property
    def differs(self) -> bool:
        """Whether the two are not equal, with everything they refer to."""
        return self.old is None or self.new is None or not is_same(expanded(self.old), expanded(self.new))

    def are(self, *kinds: type) -> bool:
        """Whether what is there is of one of these kinds, such as `dict` or `list`."""
        return all(isinstance(node.value, kinds) for node in (self.old, self.new) if node is not None)

    def at(self, key: str) -> Pair:
        """Return the place a key further on."""
        return Pair(self.old and self.old.at(key), self.new and self.new.at(key))

    def names(self) -> tuple[str, ...]:
        """Return the keys that either side has, in the order of the old document, then the new one."""
        sides = (node.value for node in (self.old, self.new) if node is not None)
        return tuple(dict.fromkeys(key for value in sides if isinstance(value, dict) for key in value))


def is_same(one: Any, other: Any) -> bool:
    """Tell whether two JSON values are the same. To Python `true` and 1 are equal."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def is_among(value: Any, values: Iterable[Any]) -> bool:
    """Tell whether a JSON value is one of several."""
    return any(is_same(value, other) for other in values)


def expanded(node: Node) -> Any:
    """Return the value with the target in place of every `$ref`. Raises SpecError where a schema holds itself."""
    return _expanded(node.raw, node.value, node.pointer, (node.pointer,))


def _expanded(raw: Mapping[str, Any], value: Any, pointer: str, trail: tuple[str, ...], *, named: bool = False) -> Any:
    if isinstance(value, list):
        return [_expanded(raw, child, join(pointer, index), trail) for index, child in enumerate(value)]
    if not isinstance(value, dict):
        return value
    if isinstance(target := value.get("$ref"), str):
        node = _followed(raw, pointer, value)
        if node.pointer in trail:
            raise SpecError(pointer, f"{target} holds itself; recursion cannot be compared")
        return _expanded(raw, node.value, node.pointer, (*trail, node.pointer))
    return {
        key: child
        if key in _DATA and not named
        else _expanded(raw, child, join(pointer, key), trail, named=key in _BY_NAME and not named)
        for key, child in value.items()
    }


def _followed(raw: Mapping[str, Any], site: str, value: Any) -> Node:
    pointer = site
    while isinstance(value, dict) and isinstance(target := value.get("$ref"), str):
        resolve(raw, target, pointer)  # raises SpecError where the chain leads nowhere or back
        pointer, value = target, reduce(_step, target.removeprefix("#/").split("/"), raw)
    return Node(raw, pointer, value, None if pointer == site else site)


def _step(value: Any, part: str) -> Any:
    key = part.replace("~1", "/").replace("~0", "~")
    return value[int(key)] if isinstance(value, list) else value[key]
