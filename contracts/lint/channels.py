"""Rules on channels: their addresses, messages and six operations.

The document repeats the same skeleton for every address, because readers and tools want it spelled out; these rules
keep the copies equal. What a channel holds follows from `x-scope` and `x-welcome`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from contracts.lint.place import Place
from contracts.pointer import join, name_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from contracts.document import Document, Endpoint

__all__ = ["addresses", "aliases", "channel_messages", "operation_messages", "operation_references", "operations"]

_REPLIES = {
    "Subscribe": ("SubscribeCommand", "SubscriptionConfirmedEvent"),
    "Unsubscribe": ("UnsubscribeCommand", "UnsubscriptionConfirmedEvent"),
    "GetStatus": ("GetStatusCommand", "StatusEvent"),
    "Ping": ("PingCommand", "PongEvent"),
}
_TRIGGERS = {"Greet": "connect", "Publish": "interval"}
_ANSWERS = ("SubscriptionConfirmedEvent", "UnsubscriptionConfirmedEvent", "StatusEvent", "PongEvent", "ErrorEvent")


def addresses(document: Document) -> Iterator[Place]:
    """Addresses are unique, lie at or under `/ws`, and have no parameters."""
    seen: set[str] = set()
    for key, channel in document.raw["channels"].items():
        pointer, address = join("#/channels", key, "address"), channel["address"]
        if address in seen:
            yield Place(pointer, f"{address} is the address of another channel too")
        seen.add(address)
        if "{" in address or not f"{address}/".startswith("/ws/") or address.endswith("/"):
            yield Place(pointer, f"{address} is not a plain path at or under /ws")


def aliases(document: Document) -> Iterator[Place]:
    """Every alias behaves as the address it is another name of, which is not an alias itself."""
    for endpoint in document.endpoints.values():
        if endpoint.alias_of is None:
            continue
        pointer = join("#/channels", endpoint.channel, "x-alias-of")
        original = document.endpoints[endpoint.alias_of]
        if original.alias_of is not None:
            yield Place(pointer, f"{original.path} is an alias itself")
        if (endpoint.scope, endpoint.auto, endpoint.welcome) != (original.scope, original.auto, original.welcome):
            yield Place(pointer, f"the scope, subscription or welcome of {original.path} is another")


def channel_messages(document: Document) -> Iterator[Place]:
    """Every channel holds the commands, the connection's events and the updates of its scope, each under its name."""
    commands = [message.name for message in document.messages.values() if message.direction == "command"]
    for endpoint in document.endpoints.values():
        pointer = join("#/channels", endpoint.channel, "messages")
        held: Mapping[str, Any] = document.raw["channels"][endpoint.channel]["messages"]
        expected = [*commands, *_greeting(endpoint), *_ANSWERS, *_updates(document, endpoint)]
        yield from _differences(pointer, held, expected)
        for key, reference in held.items():
            if reference != {"$ref": f"#/components/messages/{key}"}:
                yield Place(join(pointer, key), f"{key} is not the message of that name")


def operations(document: Document) -> Iterator[Place]:
    """Every channel `xStream` has six operations: xSubscribe, xUnsubscribe, xGetStatus, xPing, xGreet, xPublish."""
    expected = {f"{prefix}{suffix}" for _, prefix in _prefixes(document) for suffix in (*_REPLIES, *_TRIGGERS)}
    yield from _differences("#/operations", document.raw["operations"], expected)
    for endpoint, prefix in _prefixes(document):
        if f"{prefix}Stream" != endpoint.channel:
            yield Place(join("#/channels", endpoint.channel), "the key of a channel ends in Stream")
    for key, operation in document.raw["operations"].items():
        suffix = next((suffix for suffix in (*_TRIGGERS, *_REPLIES) if key.endswith(suffix)), None)
        action = "send" if suffix in _TRIGGERS else "receive"
        if operation.get("action") != action:
            yield Place(join("#/operations", key, "action"), f"{action} is needed here")
        if operation.get("x-trigger") != _TRIGGERS.get(suffix or ""):
            yield Place(join("#/operations", key, "x-trigger"), f"{_TRIGGERS.get(suffix or '')} is needed here")


def operation_references(document: Document) -> Iterator[Place]:
    """Whatever an operation and its reply name lies in the channel that the operation's key begins with."""
    for endpoint, prefix in _prefixes(document):
        channel = join("#/channels", endpoint.channel)
        for suffix in (*_REPLIES, *_TRIGGERS):
            key = f"{prefix}{suffix}"
            operation = document.raw["operations"].get(key, {})
            for part, pointer in (
                (operation, join("#/operations", key)),
                (_reply(operation), join("#/operations", key, "reply")),
            ):
                if part and part.get("channel") != {"$ref": channel}:
                    yield Place(join(pointer, "channel"), f"{channel} is needed here")
                for index, reference in enumerate(part.get("messages", ())):
                    if reference != {"$ref": join(channel, "messages", name_of(reference))}:
                        yield Place(join(pointer, "messages", index), f"{reference.get('$ref')} is not in {channel}")


def operation_messages(document: Document) -> Iterator[Place]:
    """Every command is answered by its confirmation or ErrorEvent; greetings and updates are those of the scope."""
    for endpoint, prefix in _prefixes(document):
        expected: dict[str, tuple[list[str], list[str]]] = {
            suffix: ([command], [confirmation, "ErrorEvent"]) for suffix, (command, confirmation) in _REPLIES.items()
        }
        expected["Greet"] = (_greeting(endpoint), [])
        expected["Publish"] = ([*_updates(document, endpoint), "ErrorEvent"], [])
        for suffix, (messages, replies) in expected.items():
            pointer = join("#/operations", f"{prefix}{suffix}")
            operation = document.raw["operations"].get(f"{prefix}{suffix}")
            if operation is None:
                continue
            yield from _differences(join(pointer, "messages"), map(name_of, operation.get("messages", ())), messages)
            yield from _differences(
                join(pointer, "reply", "messages"), map(name_of, _reply(operation).get("messages", ())), replies
            )


def _prefixes(document: Document) -> Iterator[tuple[Endpoint, str]]:
    for endpoint in document.endpoints.values():
        yield endpoint, endpoint.channel.removesuffix("Stream")


def _greeting(endpoint: Endpoint) -> list[str]:
    return ["ConnectionEstablishedEvent", *(["WelcomeEvent"] if endpoint.welcome else [])]


def _updates(document: Document, endpoint: Endpoint) -> list[str]:
    return [*(document.services[name].update for name in endpoint.scope), "SystemUpdate"]


def _reply(operation: Mapping[str, Any]) -> Mapping[str, Any]:
    reply: Mapping[str, Any] = operation.get("reply", {})
    return reply


def _differences(pointer: str, held: Iterable[str], expected: Iterable[str]) -> Iterator[Place]:
    names, wanted = list(held), list(expected)
    for name in dict.fromkeys(wanted):
        if name not in names:
            yield Place(pointer, f"{name} is missing")
    for index, name in enumerate(names):
        if name not in wanted:
            yield Place(pointer, f"{name} does not belong here")
        elif name in names[:index]:
            yield Place(pointer, f"{name} stands twice")
