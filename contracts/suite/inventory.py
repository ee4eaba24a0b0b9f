"""Inventory: everything of a document that could be seen in traffic, by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from contracts.pointer import name_of, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from contracts.document import Document

__all__ = ["Operation", "enum_values", "operations", "optional_fields", "pair", "pairs", "title"]

SCHEMAS: Final = "#/components/schemas"


@dataclass(frozen=True, slots=True)
class Operation:
    """An entry under `operations`."""

    name: str
    action: Literal["receive", "send"]
    channel: str
    """The key under `channels`."""
    messages: tuple[str, ...]
    replies: tuple[str, ...]


def operations(document: Document) -> Iterator[Operation]:
    """Yield the operations in the document's order."""
    for name, node in document.raw["operations"].items():
        yield Operation(
            name,
            node["action"],
            name_of(node["channel"]),
            tuple(map(name_of, node.get("messages", ()))),
            tuple(map(name_of, node.get("reply", {}).get("messages", ()))),
        )


def pair(command: str, reply: str) -> str:
    """Name a command with one of its replies."""
    return f"{command} → {reply}"


def pairs(document: Document) -> Iterator[str]:
    """Name every command with each reply that it can have somewhere."""
    found = (
        pair(command, reply) for each in operations(document) for command in each.messages for reply in each.replies
    )
    yield from dict.fromkeys(found)


def enum_values(document: Document) -> Iterator[str]:
    """Name every value of every `enum`, such as `NodeState: down`."""
    for place, schema in _schemas(document):
        values = schema.get("enum")
        yield from (f"{title(place)}: {value}" for value in (values if isinstance(values, list) else ()))


def optional_fields(document: Document) -> Iterator[str]:
    """Name every field that may be absent, such as `Article.id`."""
    for place, schema in _schemas(document):
        listed = schema.get("properties")
        if isinstance(listed, dict) and schema.get("type") == "object":
            yield from (f"{title(place)}.{key}" for key in listed if key not in schema.get("required", ()))


def title(place: str) -> str:
    """Shorten the pointer of a schema: `#/components/schemas/News/properties/articles/items` is `News.articles[]`."""
    name, *parts = place.removeprefix(f"{SCHEMAS}/").split("/")
    steps = iter(parts)
    for step in steps:
        match step:
            case "properties":
                name += f".{next(steps, '')}"
            case "items":
                name += "[]"
            case "additionalProperties":
                name += ".*"
            case _:
                # The branch of a combination.
                next(steps, None)
    return name


def _schemas(document: Document) -> Iterator[tuple[str, dict[str, Any]]]:
    return ((place, node) for place, node in walk(document.schemas, SCHEMAS) if isinstance(node, dict))
