"""`gateway watch`: what a gateway sends, for people as a table and for programs as lines."""

from __future__ import annotations

import os
import sys
from contextlib import aclosing

import rich_click as click
from rich.console import Console

from contracts.generated.catalog import ENDPOINTS
from service.clock import SystemClock
from service.errors import ConfigurationError
from service.terminal.address import read_address
from service.terminal.board import Board
from service.terminal.ending import run_until_told
from service.terminal.names import SERVICE, asking
from service.terminal.screen import draw, write
from service.terminal.stream import Patience, Wish, follow

__all__ = ["watch"]


@click.command()
@click.argument("services", nargs=-1, type=SERVICE, metavar="[SERVICE]...")
@asking
@click.option("--retry/--no-retry", default=True, show_default=True, help="Connect again when the connection is lost.")
def watch(*, services: tuple[str, ...], url: str, endpoint: str, token: str | None, retry: bool) -> None:
    """Show the newest of each SERVICE, by default of all.

    On a terminal it is a table with age and source, and what happens to the gateway above it. On a pipe it is NDJSON:
    updates, errors and notices, each frame on a line as it came.
    """
    scope = ENDPOINTS[endpoint].scope
    for service in services:
        if service not in scope:
            raise ConfigurationError(service, f"{endpoint} does not carry it", f"it carries {', '.join(scope)}")
    wish = Wish(read_address(url), endpoint, tuple(dict.fromkeys(services)), token)
    run_until_told(_watch(wish, Patience() if retry else Patience(first_tries=1, reconnects=False)))


async def _watch(wish: Wish, patience: Patience) -> None:
    clock = SystemClock()
    async with aclosing(follow(wish, patience, clock)) as signs:
        if sys.stdout.isatty() and os.environ.get("TERM") != "dumb":
            board = Board(wish.services or ENDPOINTS[wish.path].scope, wish.address.socket(wish.path))
            await draw(signs, board, Console(), clock)
        else:
            await write(signs)
