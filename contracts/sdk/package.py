"""Package: a client as a folder of text files, and the folder it is written to."""

from __future__ import annotations

import json
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from contracts.document import Document, Endpoint

__all__ = ["MARKER", "FolderInUseError", "Writer", "write"]

MARKER = ".gateway-sdk.json"
"""The file that says: this folder holds a client, of this language, in these files."""


class Writer(Protocol):
    """Renders the client of one endpoint; `contracts.sdk.python.render` is one."""

    def __call__(self, document: Document, endpoint: Endpoint) -> dict[str, str]:
        """Return the text of every file by its path below the package's folder, with `/`.

        The same document gives the same texts. Raises SpecError when the document says what the language cannot.
        """


class FolderInUseError(Exception):
    """The folder holds something that writing there could spoil."""

    def __init__(self, folder: Path, problem: str) -> None:
        super().__init__(f"{folder} {problem}")
        self.folder = folder
        self.problem = problem


def write(files: Mapping[str, str], folder: Path, language: str) -> None:
    """Put a client in a folder that is new, empty, or holds an earlier client of the language.

    Files of the earlier client that are no longer part of it are removed; what else lies there, such as installed
    packages, stays. Raises FolderInUseError, and OSError.
    """
    for path in _earlier(folder, language):
        if path not in files:
            (folder / path).unlink(missing_ok=True)
    folder.mkdir(parents=True, exist_ok=True)
    # The marker comes first: when the rest fails, the folder can be written again.
    marker = {"language": language, "files": sorted(files)}
    (folder / MARKER).write_text(json.dumps(marker, indent=2) + "\n", encoding="utf-8")
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode())


def _earlier(folder: Path, language: str) -> tuple[str, ...]:
    """Return the files of the client that the folder holds."""
    if not folder.exists():
        return ()
    if not folder.is_dir():
        raise FolderInUseError(folder, "is no folder")
    if not (folder / MARKER).is_file():
        if any(folder.iterdir()):
            raise FolderInUseError(folder, "is not empty, and holds no client that was written before")
        return ()
    try:
        marker = json.loads((folder / MARKER).read_text(encoding="utf-8"))
        held, files = str(marker["language"]), tuple(_inside(marker["files"]))
    except (ValueError, KeyError, TypeError) as error:
        raise FolderInUseError(folder, f"holds a {MARKER} that cannot be read") from error
    if held != language:
        raise FolderInUseError(folder, f"holds a client in another language: {held}")
    return files


def _inside(paths: list[str]) -> Iterator[str]:
    """Yield paths that lie below the folder; a marker may have been edited."""
    for path in paths:
        parts = PurePosixPath(path)
        if parts.is_absolute() or ".." in parts.parts:
            raise ValueError(path)
        yield path
