"""Readme: how to use the package, with the names of its endpoint."""

from __future__ import annotations

from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from contracts.sdk.typescript.client import signature
from contracts.sdk.typescript.project import NAME

if TYPE_CHECKING:
    from collections.abc import Iterable

    from contracts.document import Document
    from contracts.sdk.typescript.channel import Channel

__all__ = ["render"]

_TEMPLATE = Path(__file__).with_name("readme.md")


class _Text(Template):
    """A template whose examples may be full of dollars and braces."""

    delimiter = "%"


def render(channel: Channel) -> str:
    """Return the text, in Markdown. Its examples compile, with the types of Node and of `ws`."""
    document, endpoint = channel.document, channel.endpoint
    service = endpoint.scope[0]
    return _Text(_TEMPLATE.read_text(encoding="utf-8")).substitute(
        name=NAME,
        path=endpoint.path,
        title=document.title,
        version=document.version,
        description=endpoint.description,
        service=service,
        subscribe="" if endpoint.auto else f'await client.subscribe("{service}");\n',
        snapshot=_snapshot(auto=endpoint.auto),
        services=_services(channel),
        commands=_commands(channel),
        max_bytes=document.max_message_bytes,
        code=_code(document),
        codes=_codes(document),
        final_codes=_listed(f"{row.code} {row.name}" for row in document.close_codes if not row.may_reconnect),
    )


def _snapshot(*, auto: bool) -> str:
    if auto:
        return "Connecting subscribes every service, and the newest update of each comes at once."
    return "The newest update of a service comes right after the reply to `subscribe`."


def _services(channel: Channel) -> str:
    rows = (f"| `{row.name}` | {row.description} | {row.interval_s:g} s |" for row in channel.services)
    return "\n".join(("| service | what | interval |", "|---|---|---|", *rows))


def _commands(channel: Channel) -> str:
    rows = (
        f"| `{_cell(signature(command))}` | {command.message.summary} | `{command.reply.schema}` |"
        for command in channel.commands
    )
    return "\n".join(("| method | what for | resolves with |", "|---|---|---|", *rows))


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _code(document: Document) -> str:
    """Choose the code for the example: what a subscription is most likely refused for."""
    likely = "service_not_available"
    return likely if likely in document.error_codes else next(iter(document.error_codes))


def _codes(document: Document) -> str:
    rows = (f"| `{code}` | {text} |" for code, text in document.error_codes.items())
    return "\n".join(("| code | meaning |", "|---|---|", *rows))


def _listed(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)
