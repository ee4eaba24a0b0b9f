"""The contract's own command: `python -m contracts generate | check`."""

from __future__ import annotations

import argparse
import importlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contracts import drift
from contracts.document import load
from contracts.pointer import SpecError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from contracts.document import Document

__all__ = ["COMMAND", "main"]

COMMAND = "uv run --group dev python -m contracts"
_SOUND, _BROKEN, _UNREADABLE = 0, 1, 2


class _MissingToolError(Exception):
    """A library that only development needs is not installed."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return 0 when all is well, 1 when something was found, 2 when the document cannot be read."""
    options = _parser().parse_args(arguments)
    name = options.document or "asyncapi.yaml"
    try:
        document = load(options.document)
        if findings := [f"{name}{finding}" for finding in _tool("contracts.lint").lint(document)]:
            _say(*findings)
            return _BROKEN
        return (_generate if options.command == "generate" else _check)(document, options.folder)
    except SpecError as error:
        _complain(f"{name}{error}")
    except OSError as error:
        _complain(f"{error.filename or name}: {error.strerror or error}")
    except _MissingToolError as error:
        _complain(str(error))
    return _UNREADABLE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m contracts", description="Generate code from asyncapi.yaml, or check both."
    )
    parser.add_argument("command", choices=("generate", "check"), help="write contracts/generated, or look for faults")
    parser.add_argument("--document", type=Path, help="another document than the project's")
    parser.add_argument("--folder", type=Path, default=drift.folder(), help="another folder than contracts/generated")
    return parser


def _generate(document: Document, folder: Path) -> int:
    changes = drift.write(_rendered(document), folder)
    _say(*(f"wrote {_shown(folder / path)}" for path in (*changes.missing, *changes.stale)))
    _say(*(f"removed {_shown(folder / path)}" for path in changes.surplus))
    _say("The generated files are up to date.")
    return _SOUND


def _check(document: Document, folder: Path) -> int:
    changes = drift.compare(_rendered(document), folder)
    if changes:
        _say(*_faults(changes, folder), f"Mend them with: {COMMAND} generate")
        return _BROKEN
    counts = (
        f"{len(document.endpoints)} endpoints, {len(document.services)} services, {len(document.messages)} messages"
    )
    _say(f"The document is sound and the generated files are up to date: {counts}.")
    return _SOUND


def _faults(changes: drift.Drift, folder: Path) -> Iterator[str]:
    for fault, paths in (("stale", changes.stale), ("missing", changes.missing), ("surplus", changes.surplus)):
        for path in paths:
            yield f"{_shown(folder / path)}: {fault}"


def _rendered(document: Document) -> dict[str, str]:
    rendered: dict[str, str] = _tool("contracts.render").render(document)
    return rendered


def _tool(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        raise _MissingToolError(f"{error.name} is not installed; run this as: {COMMAND}") from error


def _shown(path: Path) -> Path:
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def _say(*lines: str) -> None:
    sys.stdout.writelines(f"{line}\n" for line in lines)


def _complain(line: str) -> None:
    sys.stderr.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main())
