"""Document: asyncapi.yaml as typed, frozen facts.

    Service     a message whose payload has a constant `service` other than `system`; the message's tag is its category
    Endpoint    a channel: `x-scope`, `x-subscription`, `x-welcome`, `x-alias-of`
    Message     an entry of components.messages, with the direction the operations give it

What stands at the top level, such as `x-close-codes`, is read by contracts.terms.
Reading is strict about shapes and trusts their meaning; contracts.lint judges the meaning.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from contracts.pointer import SpecError, join, mapping_at, name_of, resolve, text_at, whole_at
from contracts.source import parse
from contracts.terms import close_codes, error_codes, limits

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from contracts.terms import Cause, CloseCode, Limits

__all__ = ["Document", "Endpoint", "Message", "Service", "load", "locate", "read"]


@dataclass(frozen=True, slots=True)
class Service:
    """A named topic with an interval and a payload."""

    name: str
    title: str
    category: str
    interval_s: float
    description: str
    update: str
    """The name of its message."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A WebSocket address."""

    path: str
    channel: str
    """The key under `channels`."""
    title: str
    description: str
    category: str
    scope: tuple[str, ...]
    """Names of the services it carries, in the document's order."""
    auto: bool
    """Whether connecting subscribes the whole scope."""
    welcome: str | None
    """`short` or `catalogue`; None where no `welcome` is sent."""
    alias_of: str | None
    """The path it is another name of."""


@dataclass(frozen=True, slots=True)
class Message:
    """One kind of frame."""

    name: str
    direction: Literal["command", "event"]
    """`command` from the client, `event` to it."""
    title: str
    summary: str
    category: str
    schema: str
    """The name of its payload under components.schemas."""
    payload: Mapping[str, Any]
    """That schema, with its own `$ref`s as written."""
    examples: tuple[Any, ...]
    """The payloads of its examples."""

    def const(self, property_name: str) -> str | None:
        """Return the constant that a property of the payload must equal, if the schema says one."""
        value = self.payload.get("properties", {}).get(property_name, {}).get("const")
        return value if isinstance(value, str) else None


@dataclass(frozen=True, slots=True)
class Document:
    """The whole contract. Mappings keep the order of the file."""

    raw: Mapping[str, Any]
    title: str
    version: str
    description: str
    max_message_bytes: int
    services: Mapping[str, Service]
    """By name."""
    endpoints: Mapping[str, Endpoint]
    """By path."""
    messages: Mapping[str, Message]
    """By key under components.messages."""
    replies: tuple[str, ...]
    """The messages that answer a command, in the order of the file."""
    pushed: tuple[str, ...]
    """The messages that are sent unasked, in the order of the file."""
    actions: tuple[str, ...]
    """The constants of `action`, in the order of the commands."""
    error_codes: Mapping[str, str]
    """What each code means."""
    causes: Mapping[str, Cause]
    """Who can bring each of these codes about."""
    close_codes: tuple[CloseCode, ...]
    limits: Limits | None
    """What a client may count on; None when the document states nothing."""

    @property
    def schemas(self) -> Mapping[str, Any]:
        """The JSON Schemas (draft 7) under components.schemas."""
        return mapping_at(mapping_at(self.raw, "components", "#"), "schemas", "#/components")

    def on_channel(self, key: str, direction: Literal["command", "event"]) -> Iterator[Message]:
        """Yield the messages of a channel that go in one direction."""
        for name in self.raw["channels"][key]["messages"]:
            if name in self.messages and self.messages[name].direction == direction:
                yield self.messages[name]


def locate() -> Path:
    """Return the path of asyncapi.yaml: beside this package in a checkout, inside it when installed."""
    inside = Path(__file__).with_name("asyncapi.yaml")
    return inside if inside.exists() else Path(__file__).parent.with_name("asyncapi.yaml")


def load(path: Path | None = None) -> Document:
    """Read a file, by default the one that `locate` finds. Raises SpecError, and OSError when there is no such file."""
    try:
        text = (path or locate()).read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise SpecError("#", f"not UTF-8: {error}") from error
    return read(parse(text))


def read(raw: Mapping[str, Any]) -> Document:
    """View a parsed document. Raises SpecError at the first place that has not the needed shape."""
    try:
        return _viewed(raw)
    except (AttributeError, KeyError, TypeError) as error:
        # A list where an object belongs, say, in a place that is not looked at one by one.
        raise SpecError("#", f"not the shape of a contract: {error}") from error


def _viewed(raw: Mapping[str, Any]) -> Document:
    info = mapping_at(raw, "info", "#")
    messages = _messages(raw)
    services = {service.name: service for service in _services(raw, messages)}
    errors = tuple(error_codes(raw))
    return Document(
        raw=raw,
        title=text_at(info, "title", "#/info"),
        version=text_at(info, "version", "#/info"),
        description=str(info.get("description", "")),
        max_message_bytes=whole_at(raw, "x-max-message-bytes", "#"),
        services=services,
        endpoints={endpoint.path: endpoint for endpoint in _endpoints(raw, services)},
        messages=messages,
        replies=tuple(key for key in messages if key in _named(raw, "reply")),
        pushed=tuple(key for key in messages if key in _named(raw, "send")),
        actions=tuple(action for message in messages.values() if (action := message.const("action")) is not None),
        error_codes={row.code: row.description for row in errors},
        causes={row.code: row.cause for row in errors},
        close_codes=tuple(close_codes(raw)),
        limits=limits(raw),
    )


def _named(raw: Mapping[str, Any], role: Literal["receive", "send", "reply"]) -> set[str]:
    """Return the names of the messages that the operations receive, send, or reply with."""
    operations = mapping_at(raw, "operations", "#").values()
    parts = (
        [operation.get("reply", {}) for operation in operations]
        if role == "reply"
        else [operation for operation in operations if operation.get("action") == role]
    )
    return {name_of(reference) for part in parts for reference in part.get("messages", ())}


def _messages(raw: Mapping[str, Any]) -> dict[str, Message]:
    received = _named(raw, "receive")
    components = mapping_at(raw, "components", "#")
    messages: dict[str, Message] = {}
    for key, node in mapping_at(components, "messages", "#/components").items():
        pointer = join("#/components/messages", key)
        reference = text_at(mapping_at(node, "payload", pointer), "$ref", join(pointer, "payload"))
        messages[key] = Message(
            name=text_at(node, "name", pointer),
            direction="command" if key in received else "event",
            title=text_at(node, "title", pointer),
            summary=text_at(node, "summary", pointer),
            category=_category(node, pointer),
            schema=reference.rsplit("/", 1)[-1],
            payload=resolve(raw, reference, join(pointer, "payload")),
            examples=tuple(example.get("payload") for example in node.get("examples", ())),
        )
    return messages


def _services(raw: Mapping[str, Any], messages: Mapping[str, Message]) -> Iterator[Service]:
    for key, message in messages.items():
        name = message.const("service")
        if name is None or name == "system":
            continue
        pointer = join("#/components/messages", key)
        interval_s = raw["components"]["messages"][key].get("x-interval-seconds")
        if isinstance(interval_s, bool) or not isinstance(interval_s, int | float):
            raise SpecError(join(pointer, "x-interval-seconds"), "a number is needed here")
        yield Service(name, message.title, message.category, float(interval_s), message.summary, key)


def _endpoints(raw: Mapping[str, Any], services: Mapping[str, Service]) -> Iterator[Endpoint]:
    for key, channel in mapping_at(raw, "channels", "#").items():
        pointer = join("#/channels", key)
        mapping_at(channel, "messages", pointer)
        subscription = text_at(channel, "x-subscription", pointer)
        if subscription not in {"auto", "manual"}:
            raise SpecError(join(pointer, "x-subscription"), "`auto` or `manual` is needed here")
        alias = channel.get("x-alias-of")
        original = resolve(raw, alias, join(pointer, "x-alias-of")) if isinstance(alias, str) else None
        yield Endpoint(
            path=text_at(channel, "address", pointer),
            channel=key,
            title=text_at(channel, "title", pointer),
            description=text_at(channel, "description", pointer),
            category=_category(channel, pointer),
            scope=_scope(text_at(channel, "x-scope", pointer), services, join(pointer, "x-scope")),
            auto=subscription == "auto",
            welcome=channel.get("x-welcome"),
            alias_of=None if original is None else text_at(original, "address", str(alias)),
        )


def _scope(word: str, services: Mapping[str, Service], pointer: str) -> tuple[str, ...]:
    scope = tuple(service.name for service in services.values() if word in {"all", service.category, service.name})
    if not scope:
        raise SpecError(pointer, f"{word} is neither `all` nor a category nor a service")
    return scope


def _category(node: Mapping[str, Any], pointer: str) -> str:
    tags = node.get("tags")
    if not isinstance(tags, list) or len(tags) != 1:
        raise SpecError(join(pointer, "tags"), "exactly one tag is needed here: the category")
    return text_at(tags[0], "name", join(pointer, "tags", 0))
