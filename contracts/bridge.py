"""Bridge: the commands of an address seen as OpenAPI, so that tools made for HTTP can make them up.

A `receive` operation becomes `POST /{action}`: its body is the command, 200 its reply, 422 the error.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from contracts.document import Document, Message

__all__ = ["openapi"]


def openapi(document: Document, path: str) -> dict[str, Any]:
    """Write the commands of an address as an OpenAPI 3.1 document. Raises KeyError on an unknown address."""
    channel = document.endpoints[path].channel
    commands = {message.const("action"): message for message in document.on_channel(channel, "command")}
    error = next(message for message in document.messages.values() if message.const("type") == "error")
    return {
        "openapi": "3.1.0",
        "info": {"title": f"{document.title}: the commands of {path}", "version": document.version},
        "paths": {
            f"/{action}": {"post": _operation(str(action), command, error)} for action, command in commands.items()
        },
        "components": {"schemas": dict(document.schemas)},
    }


def _operation(action: str, command: Message, error: Message) -> dict[str, Any]:
    return {
        "operationId": action,
        "summary": command.summary,
        "requestBody": {"required": True, "content": _json(command.schema)},
        "responses": {
            "200": {"description": "The reply"},
            "422": {"description": error.summary, "content": _json(error.schema)},
        },
    }


def _json(schema: str) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
