"""Projection: the document as asyncapi-python 0.3.1 can digest it.

That generator takes every message of a channel for every operation on it, ignoring the operation's own list, and
repeats the whole channel in each operation. So each distinct `send` operation gets a channel of its own that holds only
its message, and operations that are the same on every address become one. Operations that `receive` are left out: the
generated handlers see no connection, and one exception ends the loop of all. Their messages are kept as models, and the
generated union of commands makes the type checker see to it that each one is handled.

Timestamps refer to contracts.timestamp, so that the generated models write them as the contract asks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from contracts.document import Document

__all__ = ["project", "snake"]

_TIMESTAMP = {"type": "string", "format": "date-time", "customTypePath": "contracts.timestamp.Timestamp"}


def project(document: Document) -> dict[str, Any]:
    """Return an AsyncAPI document of plain data with the same messages, for the code generator only.

    Operation keys are the attributes of the generated router: the name of a pushed message (`market_data_update`).
    """
    channels: dict[str, Any] = {}
    operations: dict[str, Any] = {}
    for name in document.pushed:
        key = snake(name)
        channels[key] = {"address": key, "messages": {name: {"$ref": f"#/components/messages/{name}"}}}
        operations[key] = {"action": "send", "channel": {"$ref": f"#/channels/{key}"}}
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": document.title,
            "version": document.version,
            "description": document.description.partition("\n")[0],
        },
        "channels": channels,
        "operations": operations,
        "components": {
            "messages": {
                name: {
                    "name": name,
                    "contentType": "application/json",
                    "payload": {"$ref": f"#/components/schemas/{document.messages[name].schema}"},
                }
                for name in document.messages
            },
            "schemas": {**document.schemas, "Timestamp": _TIMESTAMP},
        },
    }


def snake(name: str) -> str:
    """Write a PascalCase name as snake_case."""
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).removeprefix("_")
