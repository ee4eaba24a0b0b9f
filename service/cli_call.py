"""`gateway call`: one command, and its reply."""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any

import rich_click as click

from service.errors import ConfigurationError, GatewayError
from service.terminal.address import read_address
from service.terminal.connection import Closed, Refused, Unreachable, connected
from service.terminal.names import asking
from service.terminal.stream import Wish

__all__ = ["call"]

REPLIES = {"get_status": "status", "ping": "pong"}


@click.command()
@click.argument("action", type=click.Choice(list(REPLIES)))
@asking
@click.option("--data", metavar="JSON", help='Further fields of the command, such as \'{"request_id": "7"}\'.')
@click.option(
    "--within",
    "within_s",
    type=click.FloatRange(0, min_open=True),
    default=10.0,
    show_default=True,
    metavar="SECONDS",
    help="How long to wait for the reply.",
)
def call(*, action: str, url: str, endpoint: str, token: str | None, data: str | None, within_s: float) -> None:
    """Give a gateway one command and print the reply.

    Ends with 0, or with 1 when the reply is an error.
    """
    wish = Wish(read_address(url), endpoint, token=token)
    reply = asyncio.run(_ask(wish, {**_fields(data), "action": action}, within_s))
    click.echo(json.dumps(reply, indent=2 if sys.stdout.isatty() else None, ensure_ascii=True))
    if reply["type"] == "error":
        sys.exit(1)


def _fields(data: str | None) -> dict[str, Any]:
    if data is None:
        return {}
    try:
        fields = json.loads(data)
    except ValueError as error:
        raise ConfigurationError("--data", f"it is not JSON: {error}") from error
    if not isinstance(fields, dict):
        raise ConfigurationError("--data", "it is not an object", 'write it like {"request_id": "7"}')
    return fields


async def _ask(wish: Wish, command: dict[str, Any], within_s: float) -> dict[str, Any]:
    try:
        async with asyncio.timeout(within_s), connected(wish.address, wish.path, wish.token) as connection:
            await connection.send(**command)
            while True:
                _, event = await connection.receive()
                if _is_reply(event, command["action"]):
                    return event
    except TimeoutError as error:
        raise GatewayError(f"{wish.address}: no reply within {within_s:g} s") from error
    except Refused as error:
        raise GatewayError(f"{wish.address} refuses: {error}") from error
    except Unreachable as error:
        raise GatewayError(f"there is no gateway at {wish.address}: {error}") from error
    except Closed as error:
        raise GatewayError(f"{wish.address}: {error}") from error


def _is_reply(event: dict[str, Any], action: str) -> bool:
    """Whether it answers the command; that a service has no data is told unasked."""
    kind: str = event["type"]
    if kind == "error":
        code: str | None = event["data"].get("code")
        return code != "source_unavailable"
    return kind == REPLIES[action]
