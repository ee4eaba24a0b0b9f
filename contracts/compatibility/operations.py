"""Rules on operations: what can be asked on an address, what answers it, and what comes unasked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.compatibility.change import Change, Severity
from contracts.compatibility.channels import scope
from contracts.compatibility.roles import channel_of, messages_of
from contracts.compatibility.rules import Rule, by_key, editorial, elsewhere, fixed
from contracts.compatibility.servers import security
from contracts.pointer import name_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from contracts.compatibility.node import Pair
    from contracts.document import Document

__all__ = ["operations"]


def operations(old: Document, new: Document, pair: Pair) -> Iterator[Change]:
    """Every command is accepted and answered as before; nothing new comes unasked.

    Operations of an address that is itself new or gone are not told: the address is.
    """
    for key in pair.names():
        operation = pair.at(key)
        if operation.new is None:
            if channel_of(old, key) in new.raw["channels"]:
                yield Change(Severity.BREAKING, operation.pointer, f"the operation `{key}` is gone")
        elif operation.old is None:
            if channel_of(new, key) in old.raw["channels"]:
                yield from _added(new, key, operation)
        else:
            yield from by_key(operation, _OPERATION)
            yield from _messages(old, new, key, operation.at("messages"))


def _added(new: Document, key: str, operation: Pair) -> Iterator[Change]:
    """Accept another command. Of another event it depends on who gets it."""
    events = () if new.raw["operations"][key].get("action") == "receive" else messages_of(new, key)
    severities = {_on_arrival(new, key, name) for name in events} | {Severity.COMPATIBLE}
    severity = next(severity for severity in Severity if severity in severities)
    yield Change(severity, operation.pointer, f"the operation `{key}` is new")


def _messages(old: Document, new: Document, key: str, pair: Pair) -> Iterator[Change]:
    """Every command is accepted and every event sent as before; a new command harms nobody."""
    was, is_now = messages_of(old, key), messages_of(new, key)
    is_command = new.raw["operations"][key].get("action") == "receive"
    verb = "accepted" if is_command else "sent"
    told = _told_by_scope(old, new, channel_of(old, key), channel_of(new, key))
    for name in was:
        if name not in is_now and name not in told:
            yield Change(Severity.BREAKING, pair.pointer, f"`{name}` is no longer {verb}")
    for name in is_now:
        if name not in was and name not in told:
            severity = Severity.COMPATIBLE if is_command else _on_arrival(new, key, name)
            yield Change(severity, pair.pointer, f"`{name}` is {verb} now")


def _on_arrival(new: Document, key: str, name: str) -> Severity:
    """Judge an event that was not sent before: it may come only to those who have asked for it.

    Notices of `system` must be subscribed everywhere; updates of services only where connecting subscribes nothing.
    """
    message = new.messages.get(name)
    if message is None or message.const("type") != "update":
        return Severity.BREAKING
    is_manual = new.raw["channels"][channel_of(new, key)]["x-subscription"] == "manual"
    return Severity.COMPATIBLE if is_manual or message.const("service") == "system" else Severity.BREAKING


def _told_by_scope(old: Document, new: Document, before: str, after: str) -> set[str]:
    """Return the updates of services that a channel gains or loses as a whole: the channel tells that."""
    was = {old.services[name].update for name in scope(old, before)}
    is_now = {new.services[name].update for name in scope(new, after)}
    return was ^ is_now


def _reply(pair: Pair) -> Iterator[Change]:
    """Every command is answered by one of the events that a client was told to await."""
    yield from by_key(pair, {"channel": _channel, "messages": _replies})


def _replies(pair: Pair) -> Iterator[Change]:
    was, is_now = ([name_of(item) for item in node.value] if node else [] for node in (pair.old, pair.new))
    for name in (name for name in was if name not in is_now):
        yield Change(Severity.BREAKING, pair.pointer, f"`{name}` is no longer a reply")
    for name in (name for name in is_now if name not in was):
        yield Change(Severity.BREAKING, pair.pointer, f"`{name}` is a reply now, which clients do not await")


def _channel(pair: Pair) -> Iterator[Change]:
    """Refuse another channel; what changed in the channel itself is told there."""
    before, after = (node.pointer if node else "not given" for node in (pair.old, pair.new))
    if before != after:
        yield Change(Severity.BREAKING, pair.pointer, f"the channel was {before}, is {after}")


_OPERATION: Mapping[str, Rule] = {
    "action": fixed,
    "channel": _channel,
    "messages": elsewhere,
    "reply": _reply,
    "security": security,
    "title": editorial,
    "summary": editorial,
    "description": editorial,
    "tags": editorial,
    "externalDocs": editorial,
    "x-trigger": fixed,
}
