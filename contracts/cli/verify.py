"""`gateway verify`: prove that a running gateway, or a recording of one, keeps the contract."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import rich_click as click

from contracts.cli.refusal import Refusal

__all__ = ["command"]


@click.command("verify")
@click.argument("url", required=False)
@click.option(
    "--replay", type=click.Path(path_type=Path), metavar="FILE", help="Judge a recording instead of a gateway."
)
@click.option("--record", type=click.Path(path_type=Path), metavar="FILE", help="Write all traffic as NDJSON.")
@click.option("--only", metavar="IDS", help="Groups or clauses, such as SUB,ERR-02.  [default: all]")
@click.option("--strict", is_flag=True, help="Count each SHOULD as a MUST.")
@click.option("--spec", type=click.Path(path_type=Path), metavar="FILE", help="Another asyncapi.yaml.")
@click.option("--token", envvar="GATEWAY_TOKEN", metavar="TEXT", help="Access token, sent as `Authorization: Bearer`.")
@click.option(
    "--interval-scale",
    type=click.FloatRange(0, min_open=True),
    default=1.0,
    show_default=True,
    help="What the gateway was started with.",
)
@click.option(
    "--patience",
    "patience_s",
    type=click.FloatRange(0, min_open=True),
    default=5.0,
    show_default=True,
    metavar="SECONDS",
    help="How long to wait for what should come at once.",
)
@click.option("--seed", type=int, default=1, show_default=True, help="Of everything random.")
@click.option(
    "--examples", type=click.IntRange(1), default=60, show_default=True, help="Random cases of each property."
)
@click.option(
    "--report",
    "reports",
    type=click.Path(path_type=Path),
    multiple=True,
    metavar="FILE",
    help="Write a report: JUnit as .xml, data as .json, a page for people as .html. May be repeated.",
)
@click.option(
    "--coverage-floor",
    type=click.FloatRange(0, 100),
    metavar="PERCENT",
    help="Fail when less of the channels, operations, messages, replies or error codes was seen.",
)
def command(url: str | None, replay: Path | None, **options: Any) -> None:
    """Prove that the gateway at URL keeps the contract.

    Ends with 0 when it does, 1 when a clause is broken, 2 when it could not be tried.
    """
    if (url is None) == (replay is None):
        raise Refusal("verify needs a URL, such as http://127.0.0.1:7860, or --replay FILE")
    try:
        from contracts.cli import verification  # noqa: PLC0415  it needs more packages than a gateway does
    except ModuleNotFoundError as error:
        problem = f"{error.name} is not installed; install crypto-gateway[verify]"
        raise Refusal(problem) from error
    raise SystemExit(verification.run(verification.Options(url=url, replay=replay, **options)))
