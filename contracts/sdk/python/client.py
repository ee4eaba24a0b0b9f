"""Client: the module with the class that users know, one method for each command of the channel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.pointer import join
from contracts.sdk.python.source import annotation, docstring, identifier, imports, literal, value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from contracts.document import Document, Endpoint
    from contracts.sdk.python.channel import Channel, Command, Field

__all__ = ["render_client"]


def render_client(document: Document, endpoint: Endpoint, channel: Channel) -> str:
    """Return the module's text."""
    aliases = dict(_aliases(document, endpoint, channel))
    classes = {
        *(command.reply.schema for command in channel.commands),
        *(message.schema for message in (*channel.greetings, *channel.updates.values())),
    }
    exported = sorted(["Client", "Topic", "Update", *aliases])
    body = "\n".join(
        (
            "class Client(EndpointClient):",
            docstring(endpoint.description, "    "),
            "    contract: ClassVar[Contract] = CONTRACT\n",
            *(_greeting(message.schema, str(message.const("type")), message.summary) for message in channel.greetings),
            *(_method(document, endpoint, command) for command in channel.commands),
            *_updates(channel),
        )
    )
    abstract = [name for name in ("Mapping", "Sequence") if f"{name}[" in body]
    return "\n".join(
        (
            docstring(f"The client of {endpoint.path}."),
            "from __future__ import annotations\n",
            *([f"from collections.abc import {', '.join(abstract)}"] if abstract else []),
            "from typing import Any, ClassVar, Literal, overload\n",
            "from .facts import CONTRACT",
            imports(".models", classes).rstrip(),
            "from .runtime.contract import Contract",
            "from .runtime.endpoint import EndpointClient",
            "from .runtime.updates import Updates\n",
            "__all__ = [" + ", ".join(f'"{name}"' for name in exported) + "]\n",
            *(f"{name} = {words}" for name, words in aliases.items()),
            f"Topic = {literal(channel.updates)}",
            '"""What an update may be of: a service, or `system` for notices."""',
            "Update = (\n    " + "\n    | ".join(update.schema for update in channel.updates.values()) + "\n)",
            '"""Every update of this endpoint; `match` tells them apart by their class."""\n\n',
            body,
        )
    )


def _aliases(document: Document, endpoint: Endpoint, channel: Channel) -> Iterator[tuple[str, str]]:
    """Yield a name for each enumeration of the commands that has one, and its type."""
    for command in channel.commands:
        for field in command.fields:
            if field.schema_name is not None and "enum" in field.schema:
                yield identifier(field.schema_name, field.pointer), annotation(_taken(document, endpoint, field), "")


def _taken(document: Document, endpoint: Endpoint, field: Field) -> dict[str, object]:
    """Narrow an enumeration: the service of another endpoint would only be refused."""
    schema = dict(field.schema)
    if "enum" in schema:
        schema["enum"] = [word for word in schema["enum"] if word in endpoint.scope or word not in document.services]
    return schema


def _greeting(schema: str, kind: str, summary: str) -> str:
    name = identifier(kind, join("#/components/schemas", schema, "properties", "type"))
    return (
        "    @property\n"
        f"    def {name}(self) -> {schema} | None:\n"
        f"{docstring(f'{summary} None while there was none.', '        ')}"
        f"        return self._newest({schema})\n"
    )


def _method(document: Document, endpoint: Endpoint, command: Command) -> str:
    place = join("#/components/schemas", command.message.schema, "properties", "action")
    parameters, arguments = ["self"], []
    for field in command.fields:
        name = identifier(field.name, field.pointer)
        schema = _taken(document, endpoint, field)
        is_named = field.schema_name is not None and "enum" in schema
        kind = str(field.schema_name) if is_named else annotation(schema, field.pointer)
        parameters.append(f"{name}: {kind}" if field.is_required else f"{name}: {kind} | None = None")
        arguments.append(f"{value(field.name)}: {name}")
    passed = f"{command.reply.schema}, {value(command.action)}, {{{', '.join(arguments)}}}"
    return (
        f"    async def {identifier(command.action, place)}({', '.join(parameters)}) -> {command.reply.schema}:\n"
        f"{docstring(command.message.summary, '        ')}"
        f"        return await self._command({passed})\n"
    )


def _updates(channel: Channel) -> Iterator[str]:
    yield "    @overload\n    def updates(self) -> Updates[Update]: ...\n"
    for service, update in channel.updates.items():
        yield f"    @overload\n    def updates(self, topic: {literal([service])}) -> Updates[{update.schema}]: ...\n"
    yield (
        "    def updates(self, topic: Topic | None = None) -> Updates[Any]:\n"
        '        """Iterate over the updates of one service, or of all that are subscribed.\n\n'
        "        The newest update of each service comes at once, if there is one. A slow reader gets the newest of\n"
        "        each rather than every one. The iteration ends with the client.\n"
        '        """\n'
        "        return self._updates(topic)\n"
    )
