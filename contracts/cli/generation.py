"""`generate` and `check`: the code made of the document, and whether both are sound."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from contracts import drift
from contracts.cli.refusal import Refusal
from contracts.cli.sources import document_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from contracts.document import Document

__all__ = ["COMMAND", "check", "generate"]

COMMAND = "uv run --group dev python -m contracts"
BROKEN = 1


def _on_the_document(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that both commands have."""
    for option in (
        click.option(
            "--folder", type=click.Path(path_type=Path), metavar="DIR", help="Another folder than contracts/generated."
        ),
        click.option("--document", type=click.Path(path_type=Path), metavar="FILE", help="Another asyncapi.yaml."),
    ):
        command = option(command)
    return command


@click.command()
@_on_the_document
def generate(document: Path | None, folder: Path | None) -> None:
    """Write contracts/generated from the document, if that is sound."""
    target = folder or drift.folder()
    changes = drift.write(_rendered(_sound(document)), target)
    for path in (*changes.missing, *changes.stale):
        click.echo(f"wrote {_shown(target / path)}")
    for path in changes.surplus:
        click.echo(f"removed {_shown(target / path)}")
    click.echo("The generated files are up to date.")


@click.command()
@_on_the_document
def check(document: Path | None, folder: Path | None) -> None:
    """Look for faults in the document, and whether the generated files are those of it."""
    sound, target = _sound(document), folder or drift.folder()
    changes = drift.compare(_rendered(sound), target)
    if changes:
        for line in _faults(changes, target):
            click.echo(line)
        click.echo(f"Mend them with: {COMMAND} generate")
        raise SystemExit(BROKEN)
    counts = f"{len(sound.endpoints)} endpoints, {len(sound.services)} services, {len(sound.messages)} messages"
    click.echo(f"The document is sound and the generated files are up to date: {counts}.")


def _sound(path: Path | None) -> Document:
    """Read a document that keeps all rules. Ends the command when it does not."""
    document = document_at(path)
    findings = list(_tool("contracts.lint").lint(document))
    for finding in findings:
        click.echo(f"{path or 'asyncapi.yaml'}{finding}")
    if findings:
        raise SystemExit(BROKEN)
    return document


def _faults(changes: drift.Drift, folder: Path) -> Iterator[str]:
    for fault, paths in (("stale", changes.stale), ("missing", changes.missing), ("surplus", changes.surplus)):
        for path in paths:
            yield f"{_shown(folder / path)}: {fault}"


def _rendered(document: Document) -> dict[str, str]:
    rendered: dict[str, str] = _tool("contracts.render").render(document)
    return rendered


def _tool(name: str) -> Any:
    """Import what needs libraries of development. Raises Refusal."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        raise Refusal(f"{error.name} is not installed; run this as: {COMMAND}") from error


def _shown(path: Path) -> Path:
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
