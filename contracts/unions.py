"""Unions: the messages by role, as Python types, so that a type checker sees a missing case."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from contracts.document import Document

__all__ = ["render_commands", "render_events"]

_MESSAGES = "contracts.generated.application.messages.json"


def render_commands(document: Document) -> str:
    """Return a module with `Command` and `COMMANDS`."""
    classes = {
        action: message.name
        for message in document.messages.values()
        if message.direction == "command" and (action := message.const("action")) is not None
    }
    return _module(
        '"""What a client may send."""',
        classes.values(),
        (_union("Command", classes.values()),),
        _table("COMMANDS", "Action", "Command", classes),
    )


def render_events(document: Document) -> str:
    """Return a module with `Event`, `Reply`, `Update` and `UPDATES`."""
    events = [message.name for message in document.messages.values() if message.direction == "event"]
    updates = {service.name: service.update for service in document.services.values()}
    return _module(
        '"""What the gateway sends: replies to commands, updates of services, and the rest."""',
        events,
        (
            _union("Reply", document.replies),
            _union("Update", updates.values()),
            _union("Event", events),
        ),
        _table("UPDATES", "ServiceName", "Update", updates),
    )


def _module(docstring: str, classes: Iterable[str], unions: Iterable[str], table: str) -> str:
    imports = "".join(f"    {name},\n" for name in sorted(classes))
    constant, key = table.partition(":")[0], table.partition("Mapping[")[2].partition(",")[0]
    exported = sorted(
        [constant, *(union.partition(" ")[0] for union in unions)], key=lambda name: (not name.isupper(), name)
    )
    listed = ", ".join(f'"{name}"' for name in exported)
    return (
        f"{docstring}\n\nfrom __future__ import annotations\n\n"
        "from types import MappingProxyType\nfrom typing import TYPE_CHECKING, Final\n\n"
        f"from {_MESSAGES} import (\n{imports})\n\n"
        "if TYPE_CHECKING:\n    from collections.abc import Mapping\n\n"
        f"    from contracts.generated.catalog import {key}\n\n"
        f"__all__ = [{listed}]\n\n" + "\n".join(unions) + f"\n{table}"
    )


def _union(name: str, classes: Iterable[str]) -> str:
    return f"{name} = (\n    " + "\n    | ".join(classes) + "\n)"


def _table(name: str, key: str, value: str, classes: Mapping[str, str]) -> str:
    rows = "".join(f'        "{word}": {class_name},\n' for word, class_name in classes.items())
    return f"{name}: Final[Mapping[{key}, type[{value}]]] = MappingProxyType(\n    {{\n{rows}    }},\n)\n"
