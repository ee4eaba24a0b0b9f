"""Channel: what the document says of one endpoint, as its client needs it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from contracts.pointer import SpecError, join, mapping_at, name_of, references, resolve

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from contracts.document import Document, Endpoint, Message, Service

__all__ = ["Channel", "Command", "view"]

_NEEDED = ("subscribe", "unsubscribe", "ping")
"""The actions that the runtime itself makes use of."""


@dataclass(frozen=True, slots=True)
class Command:
    """What a client may ask, and the answer."""

    action: str
    message: Message
    reply: Message


@dataclass(frozen=True, slots=True)
class Channel:
    """One endpoint. Everything is in the order of the document."""

    document: Document
    endpoint: Endpoint
    services: tuple[Service, ...]
    commands: tuple[Command, ...]
    events: tuple[Message, ...]
    """Everything that the gateway sends."""
    updates: Mapping[str, Message]
    """By service, `system` included."""
    greeting: Message
    """The first frame."""
    error: Message
    schemas: Mapping[str, Any]
    """The schemas of its messages and of their parts. Commands name only what this endpoint takes."""


def view(document: Document, endpoint: Endpoint) -> Channel:
    """Look at a document from one endpoint. Raises SpecError where a part is missing that the client needs."""
    pointer = join("#/channels", endpoint.channel)
    events = tuple(document.on_channel(endpoint.channel, "event"))
    error = next((event for event in events if event.const("type") == "error"), None)
    if error is None:
        raise SpecError(join(pointer, "messages"), "an event of the type `error` is needed here")
    commands = tuple(_commands(document, endpoint, error))
    for action in _NEEDED:
        if action not in {command.action for command in commands}:
            raise SpecError(join(pointer, "messages"), f"a command of the action `{action}` is needed here")
    return Channel(
        document=document,
        endpoint=endpoint,
        services=tuple(document.services[name] for name in endpoint.scope),
        commands=commands,
        events=events,
        updates={
            service: event
            for event in events
            if event.const("type") == "update" and (service := event.const("service")) is not None
        },
        greeting=_greeting(document, endpoint),
        error=error,
        schemas=_schemas(document, endpoint, commands, events),
    )


def _operations(document: Document, endpoint: Endpoint) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for key, operation in mapping_at(document.raw, "operations", "#").items():
        pointer = join("#/operations", key)
        if mapping_at(operation, "channel", pointer).get("$ref") == join("#/channels", endpoint.channel):
            yield pointer, operation


def _commands(document: Document, endpoint: Endpoint, error: Message) -> Iterator[Command]:
    for pointer, operation in _operations(document, endpoint):
        if operation.get("action") == "receive":
            reply = mapping_at(operation, "reply", pointer)
            message = _only(document, operation, pointer)
            action = message.const("action")
            if action is None:
                raise SpecError(join("#/components/schemas", message.schema), "a command has a constant `action`")
            yield Command(action, message, _only(document, reply, join(pointer, "reply"), besides=error.name))


def _only(document: Document, part: Mapping[str, Any], pointer: str, besides: str | None = None) -> Message:
    names = [name for name in map(name_of, part.get("messages", ())) if name != besides]
    if len(names) != 1:
        raise SpecError(join(pointer, "messages"), f"exactly one message is needed here, not {len(names)}")
    return _message(document, names[0], join(pointer, "messages"))


def _message(document: Document, name: str, pointer: str) -> Message:
    if name not in document.messages:
        raise SpecError(pointer, f"there is no message {name}")
    return document.messages[name]


def _greeting(document: Document, endpoint: Endpoint) -> Message:
    for pointer, operation in _operations(document, endpoint):
        if operation.get("x-trigger") == "connect" and operation.get("messages"):
            return _message(document, name_of(operation["messages"][0]), join(pointer, "messages", 0))
    raise SpecError(join("#/channels", endpoint.channel), "an operation is needed whose `x-trigger` is `connect`")


def _schemas(
    document: Document, endpoint: Endpoint, commands: tuple[Command, ...], events: tuple[Message, ...]
) -> dict[str, Any]:
    schemas = {**document.schemas, **_targets(document, endpoint, commands)}
    reached: set[str] = set()
    waiting = [message.schema for message in (*events, *(command.message for command in commands))]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            pointer = join("#/components/schemas", name)
            waiting += [_named(document, target, place) for place, target in references(schemas[name], pointer)]
    return {name: schema for name, schema in schemas.items() if name in reached}


def _named(document: Document, target: str, pointer: str) -> str:
    resolve(document.raw, target, pointer)
    name = target.rpartition("/")[2]
    if name not in document.schemas:
        raise SpecError(pointer, "a name under #/components/schemas is needed here")
    return name


def _targets(document: Document, endpoint: Endpoint, commands: tuple[Command, ...]) -> dict[str, Any]:
    """Narrow what the commands' `service` may be: a service of another endpoint would only be refused."""
    narrowed = {}
    for command in commands:
        target = command.message.payload.get("properties", {}).get("service", {})
        if "$ref" in target:
            name = name_of(target)
            schema = resolve(document.raw, target["$ref"], join("#/components/schemas", command.message.schema))
            taken = [word for word in schema.get("enum", ()) if word in endpoint.scope or word not in document.services]
            narrowed[name] = {**schema, "enum": taken}
    return narrowed
