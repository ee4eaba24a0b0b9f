"""`gateway services`: the services of the contract, or of a gateway that runs."""

from __future__ import annotations

import asyncio
import sys
from contextlib import aclosing

import rich_click as click
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from contracts.generated.catalog import ENDPOINTS, SERVICES
from service.clock import SystemClock
from service.terminal.address import read_address
from service.terminal.board import Board
from service.terminal.stream import Opened, Patience, Received, Wish, follow

__all__ = ["services"]

SNAPSHOT_S = 3.0
"""How long a gateway may take to send what it has."""
PIPE_CHARS = 200
WHOLE_PATH = "/ws"


@click.command()
@click.option("--url", metavar="URL", help="Ask the gateway there what it has, and how old it is.")
@click.option("--token", envvar="GATEWAY_TOKEN", metavar="TEXT", help="Access token, sent as `Authorization: Bearer`.")
def services(url: str | None, token: str | None) -> None:
    """List the services. Without --url no gateway is needed."""
    table = _catalogue() if url is None else asyncio.run(_running(Wish(read_address(url), WHOLE_PATH, token=token)))
    Console(width=None if sys.stdout.isatty() else PIPE_CHARS).print(table)


def _catalogue() -> Table:
    table = Table(box=SIMPLE_HEAD)
    table.add_column("Service", no_wrap=True)
    table.add_column("Every", no_wrap=True, justify="right")
    table.add_column("Address of its own")
    table.add_column("What it sends")
    for name, service in SERVICES.items():
        paths = [path for path, endpoint in ENDPOINTS.items() if endpoint.scope == (name,)]
        table.add_row(name, f"{service.interval_s:g} s", ", ".join(paths), service.description)
    return table


async def _running(wish: Wish) -> Table:
    """Take the newest update of each service, which a gateway sends at once to who subscribes."""
    clock, board = SystemClock(), Board(list(SERVICES), str(wish.address))
    async with aclosing(follow(wish, Patience(first_tries=1, reconnects=False), clock)) as signs:
        try:
            async with asyncio.timeout(None) as wait:
                async for sign in signs:
                    match sign:
                        case Opened():
                            wait.reschedule(asyncio.get_running_loop().time() + SNAPSHOT_S)
                        case Received(_, event):
                            board.receive(event, clock.monotonic())
                    if board.is_complete:
                        break
        except TimeoutError:
            # What has not come by now does not exist yet, and its row says so.
            pass
    return board.table(clock.monotonic())
