"""Declarations: what an endpoint carries, in types for the compiler and in values for the runtime."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from contracts.pointer import SpecError, join
from contracts.sdk.typescript.text import comment, imports, key, quoted, record, union

if TYPE_CHECKING:
    from collections.abc import Mapping

    from contracts.document import Document, Message
    from contracts.sdk.typescript.channel import Channel

__all__ = ["render"]

_CLIENT_EVENTS = frozenset({"error", "event", "stale", "state", "unknown", "update"})
"""What `on` takes besides the names of services."""
_EXPIRED = "token_expired"
"""The name of the close code after which another access token is needed."""


def render(channel: Channel) -> str:
    """Return the module. Raises SpecError when a service has the name of one of the client's own events."""
    for name in channel.updates:
        if name in _CLIENT_EVENTS:
            pointer = join("#/components/messages", channel.updates[name].name)
            raise SpecError(pointer, f"a service called {name} cannot be told from the client's own event of that name")
    models = {message.schema for message in (*channel.events, *(command.reply for command in channel.commands))}
    replies = {command.action: command.reply for command in channel.commands}
    parts = (
        f"/** What `{channel.endpoint.path}` carries. */\n",
        imports(["Contract"], "./runtime/contract.js") + imports(models, "./models.js"),
        comment("A service of this endpoint.") + union("ServiceName", map(quoted, channel.endpoint.scope)),
        _error_codes(channel.document),
        comment("Everything that the gateway sends.")
        + union("GatewayEvent", dict.fromkeys(event.schema for event in channel.events)),
        _types("Updates", channel.updates, "The updates of each service, and the notices of `system`."),
        comment("An update of any service, or a notice.") + "export type Update = Updates[keyof Updates];\n",
        _types("Replies", replies, "The reply to each action."),
        _protocol(channel),
        _contract(channel),
    )
    return "\n".join(parts)


def _error_codes(document: Document) -> str:
    members = "".join(f"\n{comment(text, '  ')}  | {quoted(code)}" for code, text in document.error_codes.items())
    return f"{comment('The codes of errors. A newer gateway may have others.')}export type ErrorCode ={members};\n"


def _types(type_name: str, messages: Mapping[str, Message], doc: str) -> str:
    lines = "".join(
        f"{comment(message.summary, '  ')}  {key(name)}: {message.schema};\n" for name, message in messages.items()
    )
    return f"{comment(doc)}export type {type_name} = {{\n{lines}}};\n"


def _protocol(channel: Channel) -> str:
    members = f"replies: Replies; updates: Updates; event: GatewayEvent; error: {channel.error.schema}"
    return f"{comment('This endpoint in types.')}export type Endpoint = {{ {members} }};\n"


def _contract(channel: Channel) -> str:
    document = channel.document
    replies = {command.action: command.reply.const("type") for command in channel.commands}
    types = dict.fromkeys(event.const("type") for event in channel.events)
    values = (
        ("path", quoted(channel.endpoint.path)),
        ("intervals", record(((service.name, f"{service.interval_s:g}") for service in channel.services), "  ")),
        ("auto", json.dumps(channel.endpoint.auto)),
        ("greeting", quoted(str(channel.greeting.const("type")))),
        ("replies", record(((action, quoted(str(reply))) for action, reply in replies.items()), "  ")),
        ("types", "[" + "".join(f"\n    {quoted(str(word))}," for word in types) + "\n  ]"),
        (
            "mayReconnect",
            record(((str(row.code), json.dumps(row.may_reconnect)) for row in document.close_codes), "  "),
        ),
        ("tokenExpired", json.dumps(_close_code(document, _EXPIRED))),
        ("maxMessageBytes", str(document.max_message_bytes)),
        ("tokenParameter", json.dumps(_token_parameter(document))),
    )
    return f"{comment('This endpoint in values.')}export const ENDPOINT: Contract = {record(values)};\n"


def _close_code(document: Document, name: str) -> int | None:
    return next((row.code for row in document.close_codes if row.name == name), None)


def _token_parameter(document: Document) -> str | None:
    """Return the name of the query parameter that carries an access token, if one does."""
    schemes = document.raw["components"].get("securitySchemes", {}).values()
    return next((str(scheme["name"]) for scheme in schemes if scheme.get("in") == "query"), None)
