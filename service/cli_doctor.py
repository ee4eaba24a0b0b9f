"""`gateway doctor`: whether a gateway can run here, and what to do where it cannot."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING

import rich_click as click
from rich.console import Console
from rich.text import Text

from service.app import create_gateway
from service.archive.location import locate
from service.clock import SystemClock
from service.errors import ConfigurationError
from service.providers.catalog import load_catalog
from service.providers.override import overrides
from service.settings import load_settings
from service.terminal.checks.clocks import clocks
from service.terminal.checks.database import database
from service.terminal.checks.installation import descriptors, extras, server
from service.terminal.checks.names import names
from service.terminal.checks.port import port
from service.terminal.checks.providers import call_all, judge
from service.terminal.finding import Finding
from service.terminal.wording import plain

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from service.clock import Clock
    from service.settings import Settings
    from service.terminal.finding import State

__all__ = ["doctor"]

MARKS: dict[State, tuple[str, str, str]] = {
    "well": ("✓", "ok", "green"),
    "note": ("!", "!", "yellow"),
    "unknown": ("?", "?", "yellow"),
    "ill": ("✗", "X", "red"),
}
"""For a terminal that knows Unicode, for one that does not, and the colour."""


@click.command()
@click.option("--offline", is_flag=True, help="Ask nobody on the network.")
def doctor(*, offline: bool) -> None:
    """Look at everything a gateway needs here: what is wrong, and what to do about it.

    Each provider is asked once, for its base address and without a key. The archive is not changed.
    Ends with 0 when everything that is needed is well, 1 when it is not.
    """
    if not asyncio.run(_examine(offline=offline)):
        sys.exit(1)


async def _examine(*, offline: bool) -> bool:
    console = Console(soft_wrap=True, highlight=False)
    is_well = True
    async for finding in _findings(offline=offline):
        console.print(_line(finding, is_unicode=console.encoding.startswith("utf")))
        is_well = is_well and finding.state != "ill"
    return is_well


def _line(finding: Finding, *, is_unicode: bool) -> Text:
    fancy, bare, colour = MARKS[finding.state]
    line = Text(fancy if is_unicode else bare.ljust(2), style=colour)
    line.append(f" {finding.subject}: {plain(finding.found)}", style="default")
    if finding.remedy:
        line.append(f"; {plain(finding.remedy)}", style="default")
    return line


async def _findings(*, offline: bool) -> AsyncIterator[Finding]:
    yield server()
    yield extras()
    try:
        settings = load_settings()
        # The same judge as that of `serve`: nothing runs yet.
        create_gateway(settings)
    except ConfigurationError as error:
        yield Finding("settings", "ill", f"{error.setting}: {error.problem}", error.remedy)
        yield Finding("everything else", "unknown", "it depends on the settings")
        return
    yield Finding("settings", "well", "they can work; `gateway config` shows them")
    yield descriptors(settings.max_connections)
    yield await database(locate(settings.database_url.get_secret_value() if settings.database_url else None))
    yield await port(settings)
    if not offline:
        async for finding in _abroad(settings, SystemClock()):
            yield finding


async def _abroad(settings: Settings, clock: Clock) -> AsyncIterator[Finding]:
    catalog = load_catalog(overrides(settings.providers))
    yield await names(catalog)
    calls = await call_all(catalog, clock)
    yield clocks([call.ahead_s for call in calls if call.ahead_s is not None])
    for finding in judge(calls, catalog):
        yield finding
