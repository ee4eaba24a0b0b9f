"""Readme: the README of a client. Its text is readme.md; the tables and examples follow the document."""

from __future__ import annotations

import ast
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from contracts.sdk.python.project import DISTRIBUTION, MODULE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from contracts.document import Document, Endpoint
    from contracts.sdk.python.channel import Channel

__all__ = ["URL", "render_readme"]

URL = "ws://localhost:7860"
"""Where the examples look for a gateway."""

_FOLDER = Path(__file__).parent
_SHOWN = 2
"""How many services the example with several shows."""


def render_readme(document: Document, endpoint: Endpoint, channel: Channel) -> str:
    """Return README.md."""
    shown = list(channel.updates)[:_SHOWN]
    final = [f"{row.code}" for row in document.close_codes if not row.may_reconnect]
    options = ast.parse((_FOLDER / "runtime" / "options.py").read_text("utf-8"))
    return Template((_FOLDER / "readme.md").read_text("utf-8")).substitute(
        distribution=DISTRIBUTION,
        module=MODULE,
        url=URL,
        title=document.title,
        version=document.version,
        path=endpoint.path,
        description=endpoint.description,
        service=shown[0],
        misspelt=shown[0][:-1],
        subscribe=_subscribe(endpoint, shown[:1]),
        subscribe_more=_subscribe(endpoint, shown),
        restored=", and unsubscribes what was left" if endpoint.auto else "",
        classes=", ".join(sorted(channel.updates[service].schema for service in shown)),
        cases="\n".join(_case(channel.updates[service].schema) for service in shown),
        services=_rows(
            (f"`{service}`", f"`{channel.updates[service].schema}`", f"{document.services[service].interval_s:g} s")
            for service in endpoint.scope
        ),
        commands="\n".join(f"- `{command.action}`: {command.message.summary}" for command in channel.commands),
        greetings=" and ".join(f"`client.{message.const('type')}`" for message in channel.greetings),
        max_message_bytes=document.max_message_bytes,
        error_codes=_rows((f"`{code}`", text) for code, text in document.error_codes.items()),
        final_codes=" or ".join([", ".join(final[:-1]), final[-1]] if len(final) > 1 else final),
        close_codes=_rows(
            (str(row.code), row.description, "yes" if row.may_reconnect else "no") for row in document.close_codes
        ),
        options=_rows(_options(options)),
    )


def _subscribe(endpoint: Endpoint, topics: Iterable[str]) -> str:
    """Return the lines that subscribe what the endpoint does not subscribe by itself."""
    wanted = [topic for topic in topics if not (endpoint.auto and topic in endpoint.scope)]
    return "".join(f'\n        await client.subscribe("{topic}")' for topic in wanted)


def _case(name: str) -> str:
    return f"                case {name}(data=data):\n                    print(data)"


def _options(tree: ast.Module) -> Iterator[tuple[str, str, str]]:
    """Yield the name, the default and the docstring of each field of Options."""
    (options,) = (node for node in tree.body if isinstance(node, ast.ClassDef))
    for field, text in zip(options.body, options.body[1:], strict=False):
        if isinstance(field, ast.AnnAssign) and isinstance(text, ast.Expr) and field.value is not None:
            words = " ".join(str(ast.literal_eval(text.value)).split())
            yield f"`{ast.unparse(field.target)}`", f"`{ast.unparse(field.value)}`", words


def _rows(rows: Iterable[Iterable[str]]) -> str:
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows)
