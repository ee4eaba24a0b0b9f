"""`gateway compatibility`: prove that clients of one document go on with another."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import rich_click as click

from contracts.cli.refusal import Refusal
from contracts.cli.sources import document_at
from contracts.pointer import SpecError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from contracts.compatibility import Change, WrongBump

__all__ = ["command"]

_STYLES = {"breaking": "red", "compatible": "green", "editorial": "bright_black"}


@click.command("compatibility")
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_context
def command(context: click.Context, old: Path, new: Path, form: Literal["text", "json"]) -> None:
    """Tell which changes from OLD to NEW break clients, and whether the version of NEW says so.

    A breaking change needs a new major version, a compatible one a new minor version, another wording a new patch.
    Exit code 0 when `info.version` is high enough, 1 when it is not, 2 when the documents cannot be compared.
    """
    try:
        # jsonschema-rs is not among the packages that a gateway needs.
        from contracts.compatibility import compare, required_bump, verify_bump  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise Refusal(f"{error.name} is not installed; install crypto-gateway[verify]") from error
    before, after = document_at(old), document_at(new)
    try:
        changes = compare(before, after)
        wrong = verify_bump(before, after, changes)
    except SpecError as error:
        raise Refusal(f"{old} and {new} cannot be compared: {error}") from error
    if form == "json":
        versions = {
            "old": {"file": str(old), "version": before.version},
            "new": {"file": str(new), "version": after.version},
        }
        verdict = {
            "required_bump": required_bump(changes),
            "accepted": wrong is None,
            "least_version": wrong and wrong.least,
        }
        click.echo(json.dumps({**versions, **verdict, "changes": [asdict(change) for change in changes]}, indent=2))
    else:
        _write(changes, wrong, f"{before.version} -> {after.version}")
    context.exit(1 if wrong else 0)


def _write(changes: Sequence[Change], wrong: WrongBump | None, versions: str) -> None:
    """Write a line for each change, and the verdict; colours go only to a terminal."""
    for change in changes:
        severity = click.style(f"{change.severity.upper():10}", fg=_STYLES[change.severity])
        where = f" ({', '.join(change.messages)})" if change.messages else ""
        click.echo(f"{severity}  {change.pointer}  {change.words}{where}")
    if wrong:
        click.echo(click.style(f"REFUSED  {wrong}", fg="red", bold=True))
    else:
        counts = {severity: sum(change.severity == severity for change in changes) for severity in _STYLES}
        told = ", ".join(f"{count} {severity}" for severity, count in counts.items() if count) or "no changes"
        click.echo(click.style(f"ACCEPTED  {versions}: {told}", fg="green", bold=True))
