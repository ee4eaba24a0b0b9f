"""Rules on channels: the addresses, what they carry, and what happens on connecting.

A key of a channel, an operation or a message is a name in generated clients, so a renamed one is gone, and another new.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from contracts.compatibility.change import Change, Severity
from contracts.compatibility.messages import message_changes
from contracts.compatibility.roles import named
from contracts.compatibility.rules import Rule, by_key, editorial, elsewhere, fixed, revised
from contracts.compatibility.servers import bindings
from contracts.pointer import SpecError, join

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from contracts.compatibility.node import Pair
    from contracts.document import Document

__all__ = ["channels", "scope"]


def channels(old: Document, new: Document, pair: Pair) -> Iterator[Change]:
    """Every address stays, with all it does; others may be added."""
    for key in pair.names():
        channel = pair.at(key)
        if channel.new is None:
            yield Change(Severity.BREAKING, channel.pointer, f"the address {_address(channel)} is gone")
        elif channel.old is None:
            yield Change(Severity.COMPATIBLE, channel.pointer, f"the address {_address(channel)} is new")
        else:
            yield from by_key(channel, {**_CHANNEL, "messages": partial(_messages, old, new, key)})
            yield from _scope(old, new, channel, key)
    yield from message_changes(old, new, pair)


def _scope(old: Document, new: Document, channel: Pair, key: str) -> Iterator[Change]:
    """Every service stays on its address. One that an address gains arrives by command, or where many were promised.

    On an address that subscribes for the client a new service comes unasked. That is what the client wants where the
    address has promised many, by the same word as before: `all`, or a category.
    """
    was, is_now = scope(old, key), scope(new, key)
    pair = channel.at("x-scope")
    for name in was:
        if name not in is_now:
            yield Change(Severity.BREAKING, pair.pointer, f"the service `{name}` is no longer here")
    is_asked = channel.new is not None and channel.new.value["x-subscription"] == "manual"
    severity = Severity.COMPATIBLE if is_asked or not pair.differs else Severity.BREAKING
    for name in is_now:
        if name not in was:
            words = f"the service `{name}` is new here" + ("" if is_asked else ", and subscribed on connect")
            yield Change(severity, pair.pointer, words)
    if pair.differs and sorted(was) == sorted(is_now):
        yield Change(Severity.COMPATIBLE, pair.pointer, revised(pair, "the scope"))


def scope(document: Document, key: str) -> tuple[str, ...]:
    """Return the services of a channel. Raises SpecError when it shares its address with another."""
    for endpoint in document.endpoints.values():
        if endpoint.channel == key:
            return endpoint.scope
    raise SpecError(join("#/channels", key, "address"), "another channel has this address too")


def _messages(old: Document, new: Document, key: str, pair: Pair) -> Iterator[Change]:
    """Every message stays on its channel. When its operations come or go with it, they tell."""
    was, is_now = (named(document, key, "receive", "send", "reply") for document in (old, new))
    for name in pair.names():
        part, is_told = pair.at(name), (name in was) != (name in is_now)
        if part.new is None and not is_told:
            yield Change(Severity.BREAKING, part.pointer, f"`{name}` is gone")
        elif part.old is None and not is_told:
            yield Change(Severity.COMPATIBLE, part.pointer, f"`{name}` is new, though nothing sends it yet")


def _subscription(pair: Pair) -> Iterator[Change]:
    """Every client that waits for updates gets them, and one that did not ask gets none."""
    if pair.differs:
        yield Change(Severity.BREAKING, pair.pointer, revised(pair, "the way to subscribe"))


def _welcome(pair: Pair) -> Iterator[Change]:
    """Every address greets as it did: a welcome more or less is a frame more or less. The catalogue holds more."""
    if pair.differs:
        before, after = (node and node.value for node in (pair.old, pair.new))
        severity = Severity.COMPATIBLE if (before, after) == ("short", "catalogue") else Severity.BREAKING
        yield Change(severity, pair.pointer, revised(pair, "the welcome"))


def _alias(pair: Pair) -> Iterator[Change]:
    """Every address that promised to behave as another goes on doing so; a new promise harms nobody."""
    if pair.differs:
        severity = Severity.COMPATIBLE if pair.old is None else Severity.BREAKING
        yield Change(severity, pair.pointer, revised(pair, "the address it is another name of"))


def _address(channel: Pair) -> str:
    node: Any = channel.new or channel.old
    return str(node.value["address"])


_CHANNEL: Mapping[str, Rule] = {
    "address": fixed,
    "title": editorial,
    "summary": editorial,
    "description": editorial,
    "tags": editorial,
    "externalDocs": editorial,
    "bindings": bindings,
    "x-scope": elsewhere,
    "x-subscription": _subscription,
    "x-welcome": _welcome,
    "x-alias-of": _alias,
}
