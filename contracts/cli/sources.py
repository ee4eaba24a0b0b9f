"""Sources: documents and recordings that a command is given, read or refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.cli.refusal import Refusal
from contracts.document import load
from contracts.pointer import SpecError

if TYPE_CHECKING:
    from pathlib import Path

    from contracts.document import Document

__all__ = ["document_at"]


def document_at(path: Path | None) -> Document:
    """Read a document, by default the one that comes with the package. Raises Refusal."""
    name = path or "asyncapi.yaml"
    try:
        return load(path)
    except SpecError as error:
        raise Refusal(f"{name}{error}") from error
    except OSError as error:
        raise Refusal(f"{name}: {error.strerror or error}") from error
