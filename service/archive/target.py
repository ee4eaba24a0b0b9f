"""Target: a file that appears when it is complete, and not before."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from service.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["staged", "writing"]


@contextmanager
def staged(path: Path) -> Iterator[Path]:
    """Give the path of an empty file beside `path`, which takes its place at the end, and vanishes after an error.

    Raises ConfigurationError when the folder does not exist or cannot be written.
    """
    # A link goes on pointing to the file.
    path = path.resolve()
    if path.exists() and not path.is_file():
        raise ConfigurationError(str(path), "is not a file")
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    except OSError as error:
        raise ConfigurationError(str(path), f"cannot be written: {error.strerror}") from error
    os.close(handle)
    part = Path(name)
    try:
        _resemble(part, path)
        yield part
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def writing(path: Path) -> Iterator[BinaryIO]:
    """Open a file for writing; it appears when it is complete. A device or a pipe is written to directly.

    Raises ConfigurationError when it cannot be opened.
    """
    if path.exists() and not path.is_file() and not path.is_dir():
        with path.open("wb") as stream:
            yield stream
        return
    with staged(path) as part, part.open("wb") as stream:
        yield stream


def _resemble(part: Path, path: Path) -> None:
    """Give the new file the rights of the old one; its owner too, so that root may restore for a gateway."""
    if not path.exists():
        part.chmod(0o666 & ~_umask())
        return
    old = path.stat()
    part.chmod(old.st_mode & 0o777)
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        os.chown(part, old.st_uid, old.st_gid)


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
