"""Inspection: whether a file is an archive that can be used."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from service.archive.database import LOCK_TIMEOUT_S
from service.archive.migrations import MIGRATIONS
from service.errors import ConfigurationError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["connect", "inspect"]


def connect(path: Path, *, writable: bool) -> sqlite3.Connection:
    """Open a file of SQLite that exists. Raises sqlite3.Error."""
    mode = "rw" if writable else "ro"
    return sqlite3.connect(
        f"{path.resolve().as_uri()}?mode={mode}", uri=True, isolation_level=None, timeout=LOCK_TIMEOUT_S
    )


def inspect(path: Path, shown: Path) -> int:
    """Read every page of a file that nobody writes to; return the number of its updates.

    Raises ConfigurationError, naming the file `shown`, when it is damaged, no archive, or of a newer version.
    """
    try:
        with closing(connect(path, writable=False)) as file:
            (verdict,) = file.execute("PRAGMA integrity_check(1)").fetchone()
            if verdict != "ok":
                raise ConfigurationError(str(shown), f"it is damaged: {verdict.splitlines()[-1]}")
            (version,) = file.execute("SELECT coalesce(max(version), 0) FROM schema_version").fetchone()
            (updates,) = file.execute("SELECT count(*) FROM updates").fetchone()
    except sqlite3.OperationalError as error:
        raise ConfigurationError(str(shown), f"it is no archive: {error}") from error
    except sqlite3.DatabaseError as error:
        raise ConfigurationError(str(shown), f"it is damaged: {error}") from error
    if version > len(MIGRATIONS):
        problem = f"it was written by a newer gateway (version {version}, this one knows {len(MIGRATIONS)})"
        raise ConfigurationError(str(shown), problem, "restore it with that one")
    return int(updates)
