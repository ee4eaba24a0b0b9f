"""Rules on servers: where clients connect, and what they must show there."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from contracts.compatibility.change import Change, Severity
from contracts.compatibility.containment import Side
from contracts.compatibility.node import Node, Pair, expanded
from contracts.compatibility.payload import payload_changes
from contracts.compatibility.rules import Rule, by_key, editorial, fixed, unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["bindings", "security", "servers"]


def servers(pair: Pair) -> Iterator[Change]:
    """Every server stays where it is; others may be added."""
    if not pair.are(dict):
        yield from unknown(pair)
        return
    for name in pair.names():
        part = pair.at(name)
        if part.new is None:
            yield Change(Severity.BREAKING, part.pointer, f"the server `{name}` is gone")
        elif part.old is None:
            yield Change(Severity.COMPATIBLE, part.pointer, f"the server `{name}` is new")
        else:
            yield from by_key(part, _SERVER)


def security(pair: Pair) -> Iterator[Change]:
    """Every scheme goes on opening the door. Any one of them will do: another is welcome, but the first is a lock."""
    if not pair.are(list):
        yield from unknown(pair)
        return
    was, is_now = _schemes(pair.old), _schemes(pair.new)
    for name in dict.fromkeys((*was, *is_now)):
        scheme = Pair(was.get(name), is_now.get(name))
        shown = name.rsplit("/", 1)[-1]
        if scheme.old is None:
            severity = Severity.COMPATIBLE if was else Severity.BREAKING
            words = f"the scheme `{shown}` is accepted now" if was else f"the scheme `{shown}` is needed now"
            yield Change(severity, pair.pointer, words)
        elif scheme.new is None:
            severity = Severity.BREAKING if is_now else Severity.COMPATIBLE
            words = f"the scheme `{shown}` is no longer {'accepted' if is_now else 'needed'}"
            yield Change(severity, pair.pointer, words)
        else:
            yield from by_key(scheme, _SCHEME)


def bindings(pair: Pair) -> Iterator[Change]:
    """Everything that a client may write into the handshake stays allowed."""
    yield from by_key(pair, {"ws": _websocket})


def _websocket(pair: Pair) -> Iterator[Change]:
    yield from by_key(pair, {"query": _handshake, "headers": _handshake, "method": fixed, "bindingVersion": fixed})


def _handshake(pair: Pair) -> Iterator[Change]:
    if pair.old is None or pair.new is None:
        yield from unknown(pair)
    else:
        yield from payload_changes(pair.old, pair.new, Side.HANDSHAKE)


def _schemes(node: Node | None) -> dict[str, Node]:
    """Return the alternatives by their pointer, or by what they are when they are written in place."""
    schemes: dict[str, Node] = {}
    for index in range(len(node.value) if node is not None else 0):
        scheme = node.at(index) if node is not None else None
        if scheme is not None:
            is_shared = scheme.pointer.startswith("#/components/")
            schemes[scheme.pointer if is_shared else json.dumps(expanded(scheme), sort_keys=True)] = scheme
    return schemes


_SERVER: Mapping[str, Rule] = {
    "host": fixed,
    "pathname": fixed,
    "protocol": fixed,
    "protocolVersion": fixed,
    "security": security,
    "title": editorial,
    "summary": editorial,
    "description": editorial,
    "tags": editorial,
    "externalDocs": editorial,
}

_SCHEME: Mapping[str, Rule] = {
    "type": fixed,
    "scheme": fixed,
    "name": fixed,
    "in": fixed,
    "bearerFormat": fixed,
    "description": editorial,
}
