"""Examples: for every command what one types, shown at the end of its `--help`."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import rich_click as click

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["EXAMPLES", "explain"]

EXAMPLES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "serve": ("gateway serve", "gateway serve --host 0.0.0.0 --port 8080 --respawn"),
        "demo": ("gateway demo", "gateway demo --scenario primary-down --seed 7"),
        "simulator": ("gateway simulator --port 7861 --scenario flapping",),
        "config": ("gateway config", "gateway config | grep PORT"),
        "export": (
            "gateway export market_data --from 2026-11-23T10:00Z -o prices.csv",
            "gateway export news --format ndjson | head -1",
        ),
        "backup": ("gateway backup copy.db",),
        "restore": ("gateway restore copy.db",),
        "drain": ("gateway drain", "gateway drain http://127.0.0.1:8080 --within 60"),
        "token": ("gateway token reader --scope stream:news",),
        "watch": (
            "gateway watch",
            "gateway watch market_data news --url https://gateway.example",
            "gateway watch market_data | jq .data.prices",
        ),
        "call": ("gateway call get_status", """gateway call ping --data '{"request_id": "7"}'"""),
        "services": ("gateway services", "gateway services --url http://127.0.0.1:7860"),
        "doctor": ("gateway doctor", "gateway doctor --offline"),
        "verify": (
            "gateway verify http://127.0.0.1:7860",
            "gateway verify http://127.0.0.1:7860 --only SUB,ERR-02",
        ),
        "clauses": ("gateway clauses",),
        "compatibility": ("gateway compatibility released.yaml asyncapi.yaml",),
        "sdk": ("gateway sdk python --endpoint /ws/master -o client",),
        "sdk python": ("gateway sdk python --endpoint /ws/master -o client",),
        "sdk typescript": ("gateway sdk typescript --endpoint /ws/news -o client",),
    }
)


def explain(command: click.Command, path: str) -> None:
    """End the help of a command, and of those below it, with its examples; `path` is what one types to get there."""
    if path in EXAMPLES:
        # rich-click makes one line of what has a single line break between.
        command.epilog = "\n\n".join(["Examples:", *(f"$ {line}" for line in EXAMPLES[path])])
    if isinstance(command, click.Group):
        for name, below in command.commands.items():
            explain(below, f"{path} {name}")
