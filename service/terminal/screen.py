"""Screen: a stream on a terminal, as a table, or on a pipe, a frame a line."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from typing import TYPE_CHECKING

import rich_click as click
from rich.live import Live
from rich.text import Text

from service.terminal.stream import Lost, Opened, Received

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from rich.console import Console

    from service.clock import Clock
    from service.terminal.board import Board
    from service.terminal.stream import Sign

__all__ = ["draw", "write"]

REFRESH_S = 0.5


async def write(signs: AsyncIterator[Sign]) -> None:
    """Print each frame as it came; what happens to the connection goes to standard error."""
    is_back = False
    async for sign in signs:
        match sign:
            case Received(text, event):
                # A line break between two tokens is JSON too, but not NDJSON.
                line = json.dumps(event) if "\n" in text or "\r" in text else text
                click.echo(line.encode())
            case Lost(reason, wait_s):
                is_back = True
                click.echo(f"gateway: {_waiting(reason, wait_s)}", err=True)
            case Opened() if is_back:
                click.echo("gateway: connected", err=True)


async def draw(signs: AsyncIterator[Sign], board: Board, console: Console, clock: Clock) -> None:
    """Show the board, and above it, line by line, what happens to the gateway."""

    def tell(text: str, style: str) -> None:
        console.print(Text(f"{clock.now():%H:%M:%S}Z  {text}", style=style))

    is_back = False
    with Live(board.table(clock.monotonic()), console=console, auto_refresh=False) as live:
        ageing = asyncio.create_task(_age(live, board, clock), name="age")
        try:
            async for sign in signs:
                match sign:
                    case Opened():
                        board.trouble = ""
                        if is_back:
                            tell("connected", "green")
                    case Lost(reason, wait_s):
                        is_back = True
                        board.trouble = _waiting(reason, wait_s)
                        tell(board.trouble, "yellow")
                    case Received(_, event):
                        if (notice := board.receive(event, clock.monotonic())) is not None:
                            tell(notice, "bold")
        finally:
            ageing.cancel()
            with suppress(asyncio.CancelledError):
                await ageing


async def _age(live: Live, board: Board, clock: Clock) -> None:
    while True:
        live.update(board.table(clock.monotonic()), refresh=True)
        await clock.sleep(REFRESH_S)


def _waiting(reason: str, wait_s: float) -> str:
    return f"{reason}; trying again in {wait_s:.1f} s"
