"""Channel: what one endpoint speaks, as a client needs to know it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from contracts.pointer import SpecError, join, name_of, references, resolve

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from contracts.document import Document, Endpoint, Message

__all__ = ["Channel", "Command", "Field", "view"]

_ERROR = "error"
_NEEDED = ("subscribe", "unsubscribe", "ping")
"""The actions that the runtime itself makes use of."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a command that the user fills in."""

    name: str
    schema: Mapping[str, Any]
    """Its JSON Schema, no longer a `$ref`."""
    schema_name: str | None
    """The name of that schema under components.schemas, if it has one."""
    is_required: bool
    pointer: str
    """Its place in the document."""


@dataclass(frozen=True, slots=True)
class Command:
    """Something that a client may ask for."""

    action: str
    message: Message
    reply: Message
    """The answer when all goes well; the other one is `error`."""
    fields: tuple[Field, ...]
    """All but `action` and `request_id`, the required ones first."""


@dataclass(frozen=True, slots=True)
class Channel:
    """The messages of one endpoint by their roles, each in the order of the document."""

    commands: tuple[Command, ...]
    greetings: tuple[Message, ...]
    """Events that come once on each connection."""
    updates: Mapping[str, Message]
    """By the `service` of the update; the notices of `system` are among them."""
    events: tuple[Message, ...]
    """Everything that the gateway sends here."""
    schemas: Mapping[str, Any]
    """The schemas that the events need, by name."""


def view(document: Document, endpoint: Endpoint) -> Channel:
    """View the channel of an endpoint. Raises SpecError where a client could not know what is meant."""
    events = tuple(document.on_channel(endpoint.channel, "event"))
    for event in events:
        for name in ("service", "type"):
            if event.const(name) is None:
                pointer = join("#/components/schemas", event.schema, "properties", name)
                raise SpecError(pointer, "a client tells events apart by a constant here")
    commands = tuple(_commands(document, endpoint))
    for action in _NEEDED:
        if action not in {command.action for command in commands}:
            raise SpecError(join("#/channels", endpoint.channel, "messages"), f"a command `{action}` is needed here")
    replies = {command.reply.name for command in commands}
    return Channel(
        commands=commands,
        greetings=tuple(
            event for event in events if event.name not in replies and event.const("type") not in {"update", _ERROR}
        ),
        updates={str(event.const("service")): event for event in events if event.const("type") == "update"},
        events=events,
        schemas=_reachable(document, (event.schema for event in events)),
    )


def _commands(document: Document, endpoint: Endpoint) -> Iterator[Command]:
    for key, operation in document.raw["operations"].items():
        if operation.get("action") != "receive" or name_of(operation["channel"]) != endpoint.channel:
            continue
        pointer = join("#/operations", key)
        replies = [
            document.messages[name_of(reference)] for reference in operation.get("reply", {}).get("messages", ())
        ]
        good = [reply for reply in replies if reply.const("type") != _ERROR]
        if len(good) != 1:
            raise SpecError(join(pointer, "reply", "messages"), "one reply beside `error` is needed here")
        for reference in operation["messages"]:
            message = document.messages[name_of(reference)]
            action = message.const("action")
            if action is None:
                place = join("#/components/schemas", message.schema, "properties", "action")
                raise SpecError(place, "a client tells commands apart by a constant here")
            yield Command(action, message, good[0], tuple(_fields(document, message)))


def _fields(document: Document, message: Message) -> Iterator[Field]:
    required = message.payload.get("required", ())
    properties = message.payload.get("properties", {})
    for name in sorted(properties, key=lambda name: name not in required):
        if name in {"action", "request_id"}:
            continue
        schema = properties[name]
        pointer = join("#/components/schemas", message.schema, "properties", name)
        reference = schema.get("$ref")
        yield Field(
            name=name,
            schema=schema if reference is None else resolve(document.raw, reference, pointer),
            schema_name=None if reference is None else name_of(schema),
            is_required=name in required,
            pointer=pointer,
        )


def _reachable(document: Document, names: Iterable[str]) -> dict[str, Any]:
    """Return the schemas of these names and all that they refer to, in the order of the document."""
    waiting, found = list(names), set[str]()
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        pointer = join("#/components/schemas", name)
        for place, target in references(document.schemas[name], pointer):
            resolve(document.raw, target, place)
            waiting.append(target.rsplit("/", 1)[-1])
    return {name: schema for name, schema in document.schemas.items() if name in found}
