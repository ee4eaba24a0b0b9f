"""`gateway clauses`: what a verification asks."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Literal

import rich_click as click

from contracts.cli.refusal import Refusal

__all__ = ["command"]


@click.command("clauses")
@click.option("--only", metavar="IDS", help="Groups or clauses, such as SUB,ERR-02.  [default: all]")
@click.option("--format", "form", type=click.Choice(["text", "markdown", "json"]), default="text", show_default=True)
def command(only: str | None, form: Literal["text", "markdown", "json"]) -> None:
    """List the clauses of the contract: id, level, what is required, and where that is written."""
    try:
        from contracts.cli.verification import select  # noqa: PLC0415  it needs more packages than a gateway does
        from contracts.reports.listing import listing  # noqa: PLC0415  as above
    except ModuleNotFoundError as error:
        raise Refusal(f"{error.name} is not installed; install crypto-gateway[verify]") from error
    checks = select(only)
    if form == "json":
        click.echo(json.dumps([{**asdict(check.clause), "kind": check.kind} for check in checks], indent=2))
    else:
        click.echo(listing(checks, markdown=form == "markdown"), nl=False)
