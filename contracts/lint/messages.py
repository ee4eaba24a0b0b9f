"""Rules on messages: their names, constants, examples and correlation ids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from contracts.lint.place import Place
from contracts.pointer import join, resolve
from contracts.projection import snake
from contracts.validator import Validator

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from contracts.document import Document, Message

__all__ = ["constants", "correlation", "examples", "intervals", "names"]

_MESSAGES = "#/components/messages"
_LOCATION = "$message.payload#/"


def names(document: Document) -> Iterator[Place]:
    """Every message's key, `name` and payload schema are one PascalCase word that ends in its role."""
    for key, message in document.messages.items():
        for place, name in (("name", message.name), ("payload", message.schema)):
            if name != key:
                yield Place(join(_MESSAGES, key, place), f"{name} is not {key}")
        endings = ("Command",) if message.direction == "command" else ("Event", "Update")
        if not key.endswith(endings) or not key.isalnum() or not key[0].isupper():
            yield Place(join(_MESSAGES, key), f"the name of a {message.direction} ends in {' or '.join(endings)}")


def examples(document: Document) -> Iterator[Place]:
    """Every message has an example, and each is valid, formats included, with no field that is not declared."""
    validator = Validator(document, sealed=True)
    for key, message in document.messages.items():
        if not message.examples:
            yield Place(join(_MESSAGES, key, "examples"), "an example is needed")
        for index, example in enumerate(message.examples):
            pointer = join(_MESSAGES, key, "examples", index, "payload")
            for violation in validator.violations(message, example):
                yield Place(pointer + violation.pointer, violation.problem)


def constants(document: Document) -> Iterator[Place]:
    """Constants follow from the name: `XUpdate` is of service x and type update, `XEvent` of the service system."""
    for key, message in document.messages.items():
        properties = join("#/components/schemas", message.schema, "properties")
        if message.direction == "command":
            expected: dict[str, str | None] = {"action": snake(key.removesuffix("Command"))}
        elif key.endswith("Update"):
            expected = {"service": snake(key.removesuffix("Update")), "type": "update"}
        else:
            expected = {"service": "system"}
            if message.const("type") in {None, "update"}:
                yield Place(join(properties, "type"), "a constant is needed, other than `update`")
        for name, value in expected.items():
            if message.const(name) != value:
                yield Place(join(properties, name), f"the constant of {key} is {value}, not {message.const(name)}")


def intervals(document: Document) -> Iterator[Place]:
    """Every service has an interval above zero, and nothing else has one."""
    for service in document.services.values():
        if service.interval_s <= 0:
            pointer = join(_MESSAGES, service.update, "x-interval-seconds")
            yield Place(pointer, f"{service.interval_s} is not above zero")
    updates = {service.update for service in document.services.values()}
    for key in document.messages:
        if key not in updates and "x-interval-seconds" in document.raw["components"]["messages"][key]:
            yield Place(join(_MESSAGES, key, "x-interval-seconds"), "only the update of a service has an interval")


def correlation(document: Document) -> Iterator[Place]:
    """Commands and replies have a correlation id, and its location is a field of the payload."""
    for key, message in document.messages.items():
        pointer = join(_MESSAGES, key, "correlationId")
        reference = document.raw["components"]["messages"][key].get("correlationId")
        if reference is None:
            if message.direction == "command" or key in document.replies:
                yield Place(pointer, "a command or reply needs one")
            continue
        identifier = resolve(document.raw, reference["$ref"], pointer) if "$ref" in reference else reference
        location = str(identifier.get("location"))
        if not location.startswith(_LOCATION) or not _holds(document, message, location.removeprefix(_LOCATION)):
            yield Place(pointer, f"{location} is not in the payload")


def _holds(document: Document, message: Message, path: str) -> bool:
    schema: Mapping[str, Any] = message.payload
    for part in path.split("/"):
        properties = schema.get("properties", {})
        if part not in properties:
            return schema.get("additionalProperties") is True
        child = properties[part]
        schema = resolve(document.raw, child["$ref"]) if "$ref" in child else child
    return True
