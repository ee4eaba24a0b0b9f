"""Roles: which messages go over an address, in which direction, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from contracts.pointer import SpecError, join, mapping_at, name_of

if TYPE_CHECKING:
    from contracts.document import Document

__all__ = ["Role", "channel_of", "messages_of", "named"]

Role = Literal["receive", "send", "reply"]


def named(document: Document, key: str, *roles: Role) -> set[str]:
    """Return the names of the messages that the operations of a channel receive, send, or reply with."""
    names: set[str] = set()
    for name, operation in document.raw["operations"].items():
        if channel_of(document, name) == key:
            if operation.get("action") in roles:
                names |= set(messages_of(document, name))
            if "reply" in roles:
                names |= set(map(name_of, operation.get("reply", {}).get("messages", ())))
    return names


def channel_of(document: Document, operation: str) -> str:
    """Return the key of an operation's channel. Raises SpecError when it has none."""
    pointer = join("#/operations", operation)
    channel = mapping_at(document.raw["operations"][operation], "channel", pointer)
    if "$ref" not in channel:
        raise SpecError(join(pointer, "channel"), "a reference is needed here")
    return name_of(channel)


def messages_of(document: Document, operation: str) -> tuple[str, ...]:
    """Return the names of an operation's messages; where it lists none, those of its channel."""
    node = document.raw["operations"][operation]
    if "messages" in node:
        return tuple(map(name_of, node["messages"]))
    return tuple(document.raw["channels"].get(channel_of(document, operation), {}).get("messages", ()))
