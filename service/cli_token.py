"""The command that makes a token."""

from __future__ import annotations

import secrets

import rich_click as click

from service.access.scopes import check_scopes
from service.access.tokens import Entry, check_name, digest

__all__ = ["token"]

TOKEN_BYTES = 32


@click.command()
@click.argument("name")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    default=("stream",),
    show_default=True,
    metavar="SCOPE",
    help="What it allows; may be repeated. `stream`: every service; `stream:news`: one; `admin`: to run the gateway.",
)
def token(name: str, scopes: tuple[str, ...]) -> None:
    """Make a token for NAME, and the entry of GATEWAY_TOKENS by which the gateway knows it."""
    made = secrets.token_urlsafe(TOKEN_BYTES)
    entry = Entry(check_name("NAME", name), digest(made), check_scopes("--scope", scopes, name))
    click.echo(f"The token, shown this once     {made}")
    click.echo(f"Its entry in GATEWAY_TOKENS    {entry}")
