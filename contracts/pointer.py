"""JSON pointers into the document: errors that name a place, and `$ref`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["SpecError", "join", "mapping_at", "name_of", "references", "resolve", "text_at", "walk", "whole_at"]


@dataclass(eq=False)
class SpecError(Exception):
    """The document cannot be read as a contract."""

    pointer: str
    """A JSON pointer (RFC 6901) with a leading `#`, such as `#/channels/rootStream/address`."""
    problem: str
    """What is wrong there, without a full stop."""

    def __str__(self) -> str:
        return f"{self.pointer}: {self.problem}"


def join(pointer: str, *parts: str | int) -> str:
    """Extend a pointer by keys or indexes, escaped as RFC 6901 asks."""
    return "/".join([pointer, *(str(part).replace("~", "~0").replace("/", "~1") for part in parts)])


def name_of(reference: Mapping[str, Any]) -> str:
    """Return the last part of the pointer of a `$ref` object, which is the name of its target."""
    return str(reference["$ref"]).rsplit("/", 1)[-1]


def resolve(raw: Mapping[str, Any], reference: str, pointer: str = "#") -> Any:
    """Return what a local `$ref` points to, following references of references.

    Raises SpecError at `pointer`, the place of the reference, when there is nothing, or when it leads back to itself.
    """
    seen: set[str] = set()
    node: Any = {"$ref": reference}
    while isinstance(node, dict) and isinstance(target := node.get("$ref"), str):
        if target in seen:
            raise SpecError(pointer, f"$ref {reference} leads back to itself")
        seen.add(target)
        node = _target(raw, target, pointer)
    return node


def _target(raw: Mapping[str, Any], reference: str, pointer: str) -> Any:
    if not reference.startswith("#/"):
        raise SpecError(pointer, f"$ref {reference} leaves the document")
    node: Any = raw
    for part in reference[2:].split("/"):
        key = part.replace("~1", "/").replace("~0", "~")
        if isinstance(node, dict) and key in node:
            node = node[key]
        elif isinstance(node, list) and key.isdecimal() and int(key) < len(node):
            node = node[int(key)]
        else:
            raise SpecError(pointer, f"$ref {reference} points to nothing")
    return node


def mapping_at(parent: Mapping[str, Any], key: str, pointer: str) -> dict[str, Any]:
    """Return the object under a key. Raises SpecError when it is absent or something else."""
    node = parent.get(key)
    if not isinstance(node, dict):
        raise SpecError(join(pointer, key), "an object is needed here")
    return node


def text_at(parent: Mapping[str, Any], key: str, pointer: str) -> str:
    """Return a member that must be text. Raises SpecError at its place when it is not."""
    value = parent.get(key)
    if not isinstance(value, str):
        raise SpecError(join(pointer, key), "text is needed here")
    return value


def whole_at(parent: Mapping[str, Any], key: str, pointer: str) -> int:
    """Return a member that must be a whole number. Raises SpecError at its place when it is not."""
    value = parent.get(key)
    if isinstance(value, bool) or not isinstance(value, int):
        raise SpecError(join(pointer, key), "a whole number is needed here")
    return value


def walk(node: Any, pointer: str = "#") -> Iterator[tuple[str, Any]]:
    """Yield every node below and including this one, parents first, with its pointer."""
    yield pointer, node
    children = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, child in children:
        yield from walk(child, join(pointer, key))


def references(node: Any, pointer: str = "#") -> Iterator[tuple[str, str]]:
    """Yield the place and the target of every `$ref`, examples left out: they are data."""
    if isinstance(node, dict):
        if isinstance(target := node.get("$ref"), str):
            yield pointer, target
        for key, child in node.items():
            if key != "examples":
                yield from references(child, join(pointer, key))
    elif isinstance(node, list):
        for index, child in enumerate(node):
            yield from references(child, join(pointer, index))
