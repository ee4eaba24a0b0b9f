"""Rules on messages: what a frame holds, and how often it comes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from contracts.compatibility.change import Change, Severity
from contracts.compatibility.containment import Side
from contracts.compatibility.payload import payload_changes
from contracts.compatibility.roles import named
from contracts.compatibility.rules import Rule, by_key, editorial, fixed, unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from contracts.compatibility.node import Pair
    from contracts.document import Document

__all__ = ["message_changes", "service_order"]


def message_changes(old: Document, new: Document, channels: Pair) -> Iterator[Change]:
    """Compare the messages of every channel that both documents have, each once, and in each direction it goes."""
    compared: set[tuple[str, str, Side]] = set()
    for key in channels.names():
        messages = channels.at(key).at("messages")
        commands = named(old, key, "receive") | named(new, key, "receive")
        events = named(old, key, "send", "reply") | named(new, key, "send", "reply")
        for name in messages.names():
            pair = messages.at(name)
            if pair.old is None or pair.new is None:
                continue  # the operations tell
            sides = [Side.COMMAND] * (name in commands) + [Side.EVENT] * (name in events or name not in commands)
            for side in sides:
                identity = (pair.old.pointer, pair.new.pointer, side)
                if identity not in compared:
                    compared.add(identity)
                    yield from _message(pair, name, side)


def service_order(old: Document, new: Document) -> Iterator[Change]:
    """Every service keeps its place among the others: lists of subscriptions are in it, as the document says."""
    was = [name for name in old.services if name in new.services]
    is_now = [name for name in new.services if name in old.services]
    if was != is_now:
        words = f"the order of the services was {', '.join(was)}, is {', '.join(is_now)}"
        yield Change(Severity.BREAKING, "#/components/messages", words)


def _message(pair: Pair, name: str, side: Side) -> Iterator[Change]:
    def payload(schemas: Pair) -> Iterator[Change]:
        if schemas.old is None or schemas.new is None:
            yield from unknown(schemas)
        else:
            for change in payload_changes(schemas.old, schemas.new, side):
                yield replace(change, messages=(name,))

    yield from by_key(pair, {**_MESSAGE, "payload": payload})


def _interval(pair: Pair) -> Iterator[Change]:
    """Every update comes at least as often as it did: a client that watches for silence knows how long to wait."""
    if not pair.differs:
        return
    if pair.old is None or pair.new is None or not pair.are(int, float):
        yield from unknown(pair)
        return
    severity = Severity.BREAKING if pair.new.value > pair.old.value else Severity.COMPATIBLE
    yield Change(severity, pair.pointer, f"the interval was {pair.old.value:g} s, is {pair.new.value:g} s")


def _correlation(pair: Pair) -> Iterator[Change]:
    """Every reply is matched with its command as before; where it could not be, it may be now."""
    if pair.old is None and pair.new is not None:
        yield Change(Severity.COMPATIBLE, pair.pointer, "it can be matched by a correlation id now")
    elif pair.new is None:
        yield Change(Severity.BREAKING, pair.pointer, "it can no longer be matched by a correlation id")
    else:
        yield from by_key(pair, {"location": fixed, "description": editorial})


def _tags(pair: Pair) -> Iterator[Change]:
    """Every service stays in its category: the welcome lists services by category, and scopes are made of them."""
    was, is_now = ([tag.get("name") for tag in node.value] if node else [] for node in (pair.old, pair.new))
    if sorted(was) != sorted(is_now):
        words = f"the category was `{'`, `'.join(was)}`, is `{'`, `'.join(is_now)}`"
        yield Change(Severity.BREAKING, pair.pointer, words)
    else:
        yield from editorial(pair)


_MESSAGE: Mapping[str, Rule] = {
    "name": fixed,
    "title": editorial,
    "summary": editorial,
    "description": editorial,
    "tags": _tags,
    "externalDocs": editorial,
    "examples": editorial,
    "contentType": fixed,
    "correlationId": _correlation,
    "x-interval-seconds": _interval,
}
