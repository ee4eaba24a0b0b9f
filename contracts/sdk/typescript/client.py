"""Client: a class with one method for each command of a channel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.pointer import SpecError, join, references
from contracts.sdk.typescript.schema import SCHEMAS, members, type_of
from contracts.sdk.typescript.text import camel, comment, imports, key, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from contracts.sdk.typescript.channel import Channel, Command

__all__ = ["render", "signature"]

_ENVELOPE = ("action", "request_id")
"""The fields that the runtime fills in."""

_OWN = frozenset({"close", "command", "connect", "constructor", "on", "refusal", "stale", "state", "subscriptions"})
"""The members that the runtime's class has already."""

_MODULE = """\
/** The client. */

import {{ ENDPOINT }} from "./endpoint.js";
import {{ CommandError }} from "./errors.js";
import {{ Client }} from "./runtime/client.js";
import type {{ Endpoint }} from "./endpoint.js";
import type {{ ClientOptions }} from "./runtime/options.js";
{imports}
{doc}export class GatewayClient extends Client<Endpoint> {{
  /** @param url Where the gateway is, such as `ws://localhost:7860`. */
  constructor(url: string, options: ClientOptions = {{}}) {{
    super(url, ENDPOINT, options);
  }}

{methods}
  protected override refusal(action: keyof Endpoint["replies"], event: Endpoint["error"]): CommandError {{
    return new CommandError(action, event);
  }}
}}
"""


def render(channel: Channel) -> str:
    """Return the module. Raises SpecError for an action that the class cannot have a method for."""
    return _MODULE.format(
        imports=imports((name for command in channel.commands for name in _names(command)), "./models.js"),
        doc=comment(f"A client of `{channel.endpoint.path}`. {channel.endpoint.description}"),
        methods="\n".join(_method(command) for command in channel.commands),
    )


def _names(command: Command) -> Iterator[str]:
    """Yield the models that a method speaks of."""
    yield command.reply.schema
    for field, schema in command.message.payload.get("properties", {}).items():
        if field not in _ENVELOPE:
            yield from (target.rpartition("/")[2] for _, target in references(schema))


def signature(command: Command) -> str:
    """Write the name and the parameters of a method, required ones first."""
    parameters = sorted(_parameters(command), key=lambda parameter: not parameter[2])
    declared = (f"{camel(field)}{'' if needed else '?'}: {text}" for field, text, needed in parameters)
    return f"{camel(command.action)}({', '.join(declared)})"


def _method(command: Command) -> str:
    if camel(command.action) in _OWN:
        problem = f"the client has a member called {camel(command.action)} already"
        raise SpecError(join(SCHEMAS, command.message.schema), problem)
    fields = ", ".join(_field(name) for name, _, _ in _parameters(command))
    return (
        f"{comment(command.message.summary, '  ')}"
        f"  {signature(command)}: Promise<{command.reply.schema}> {{\n"
        f"    return this.command({quoted(command.action)}, {{ {fields} }});\n".replace("{  }", "{}")
        + "  }\n"
    )


def _parameters(command: Command) -> Iterator[tuple[str, str, bool]]:
    """Yield each field with its type, and whether it is required."""
    payload, pointer = command.message.payload, join(SCHEMAS, command.message.schema)
    for field, needed in members(payload, pointer).items():
        if field not in _ENVELOPE:
            yield field, type_of(payload["properties"][field], join(pointer, "properties", field)), needed


def _field(name: str) -> str:
    return name if camel(name) == name else f"{key(name)}: {camel(name)}"
