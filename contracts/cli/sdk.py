"""`gateway sdk`: write a typed client of one endpoint."""

from __future__ import annotations

import importlib
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from contracts.cli.refusal import Refusal
from contracts.cli.sources import document_at
from contracts.pointer import SpecError
from contracts.sdk.package import FolderInUseError, write

if TYPE_CHECKING:
    from collections.abc import Callable

    from contracts.document import Document, Endpoint
    from contracts.sdk.package import Writer

__all__ = ["command"]


@click.group("sdk")
def command() -> None:
    """Write a typed client of one endpoint, for the teams that read the gateway."""


def _writing(function: Callable[..., None]) -> Callable[..., None]:
    """Add the options that every language has."""
    for option in (
        click.option("--spec", type=click.Path(path_type=Path), metavar="FILE", help="Another asyncapi.yaml."),
        click.option(
            "-o",
            "--output",
            "folder",
            type=click.Path(path_type=Path),
            required=True,
            metavar="DIR",
            help="Where to: a new or empty folder, or that of an earlier client.",
        ),
        click.option("--endpoint", "path", required=True, metavar="PATH", help="The endpoint, such as /ws/master."),
    ):
        function = option(function)
    return function


@command.command()
@_writing
def python(path: str, folder: Path, spec: Path | None) -> None:
    """Write a Python package: asyncio, pydantic models, `mypy --strict`."""
    _write("python", path, folder, spec)


@command.command()
@_writing
def typescript(path: str, folder: Path, spec: Path | None) -> None:
    """Write a TypeScript package: browsers and Node, no dependencies, `tsc --strict`."""
    _write("typescript", path, folder, spec)


def _write(language: str, path: str, folder: Path, spec: Path | None) -> None:
    document = document_at(spec)
    endpoint = _endpoint(document, path)
    try:
        files = _writer(language)(document, endpoint)
        write(files, folder, language)
    except SpecError as error:
        raise Refusal(f"{spec or 'asyncapi.yaml'}{error}") from error
    except FolderInUseError as error:
        raise Refusal(f"-o {error}") from error
    except OSError as error:
        raise Refusal(f"-o {error.filename or folder}: {error.strerror or error}") from error
    click.echo(f"{folder}: a client of {endpoint.path} in {len(files)} files; its README.md says how to use it")


def _endpoint(document: Document, path: str) -> Endpoint:
    if path in document.endpoints:
        return document.endpoints[path]
    closest = get_close_matches(path, document.endpoints, n=1)
    remedy = f"did you mean {closest[0]}?" if closest else f"the endpoints are {', '.join(document.endpoints)}"
    raise Refusal(f"--endpoint {path}: there is no such endpoint; {remedy}")


def _writer(language: str) -> Writer:
    try:
        writer: Writer = importlib.import_module(f"contracts.sdk.{language}").render
    except ModuleNotFoundError as error:
        # The generator of models is large, and only who writes clients needs it.
        raise Refusal(f"{error.name} is not installed; install crypto-gateway[sdk]") from error
    return writer
