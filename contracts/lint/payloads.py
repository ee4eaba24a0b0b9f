"""Rules on payloads: the envelope, the words that all share, and that no frame can be two messages."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

import jsonschema_rs

from contracts.lint.place import Place
from contracts.pointer import join, resolve, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from contracts.document import Document, Message

__all__ = ["ambiguity", "envelope", "freshness", "subscription_targets", "timestamps"]

_SCHEMAS = "#/components/schemas"
_TIMESTAMP = f"{_SCHEMAS}/Timestamp"
_ENVELOPE = ("service", "type", "data", "timestamp")
_FRESHNESS = ("source", "as_of", "stale")


def envelope(document: Document) -> Iterator[Place]:
    """Every event is an object of the four keys of the envelope, all required, and no others."""
    for message in document.messages.values():
        if message.direction == "event":
            pointer = join(_SCHEMAS, message.schema)
            if sorted(message.payload.get("required", ())) != sorted(_ENVELOPE):
                yield Place(join(pointer, "required"), f"{', '.join(_ENVELOPE)} and no others are required of an event")
            if sorted(message.payload.get("properties", ())) != sorted(_ENVELOPE):
                yield Place(join(pointer, "properties"), f"an event has {', '.join(_ENVELOPE)} and nothing else")


def freshness(document: Document) -> Iterator[Place]:
    """Every update of data collection says where its values come from, of what instant, and whether they are stale."""
    for service in document.services.values():
        if service.category != "data_collection":
            continue
        pointer = join(_SCHEMAS, document.messages[service.update].schema, "properties", "data")
        data = document.messages[service.update].payload.get("properties", {}).get("data", {})
        schema = resolve(document.raw, data["$ref"], pointer) if "$ref" in data else data
        for name in _FRESHNESS:
            if name not in schema.get("required", ()):
                yield Place(pointer, f"the data of {service.name} does not require {name}")


def timestamps(document: Document) -> Iterator[Place]:
    """Every instant is the schema Timestamp: properties named `timestamp`, and whatever is of format date-time."""
    for pointer, node in walk(document.schemas, _SCHEMAS):
        if not isinstance(node, dict) or pointer == _TIMESTAMP:
            continue
        if node.get("format") == "date-time":
            yield Place(pointer, "an instant refers to Timestamp")
        properties = node.get("properties")
        named = properties.get("timestamp") if isinstance(properties, dict) else None
        if named is not None and named != {"$ref": _TIMESTAMP} and named.get("format") != "date-time":
            yield Place(join(pointer, "properties", "timestamp"), "an instant refers to Timestamp")


def subscription_targets(document: Document) -> Iterator[Place]:
    """Every command's `service` is one of the services, in the order of the document, `system`, or `all`."""
    expected = [*document.services, "system", "all"]
    seen: set[str] = set()
    for message in document.messages.values():
        target = message.payload.get("properties", {}).get("service")
        if message.direction == "command" and target is not None:
            pointer = target.get("$ref") or join(_SCHEMAS, message.schema, "properties", "service")
            schema = resolve(document.raw, target["$ref"]) if "$ref" in target else target
            if pointer not in seen and schema.get("enum") != expected:
                yield Place(join(pointer, "enum"), f"{', '.join(expected)} is needed here, in that order")
            seen.add(pointer)


def ambiguity(document: Document) -> Iterator[Place]:
    """No frame can be two events, and none two commands."""
    canonical = {message.name: _canonical(document, message) for message in document.messages.values()}
    for one, other in combinations(document.messages.values(), 2):
        if one.direction == other.direction:
            overlap = canonical[one.name].intersect(canonical[other.name]).satisfiability()
            if overlap is not jsonschema_rs.canonical.Satisfiability.NO:
                yield Place(join(_SCHEMAS, other.schema), f"a frame can be {one.name} and {other.name} at once")


def _canonical(document: Document, message: Message) -> jsonschema_rs.CanonicalSchema:
    schema: Any = _inlined(document, message.payload)
    return jsonschema_rs.canonicalize(schema, draft=jsonschema_rs.Draft7, validate_formats=True)


def _inlined(document: Document, node: Any) -> Any:
    """Replace every `$ref`: the algebra does not follow them. The schemas of this contract are not recursive."""
    if isinstance(node, list):
        return [_inlined(document, child) for child in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return _inlined(document, resolve(document.raw, node["$ref"]))
    return {key: _inlined(document, child) for key, child in node.items() if key != "description"}
