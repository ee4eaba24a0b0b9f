"""Backup and restore of SQLite's file. Both block: call them from a command or a thread."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING

from service.archive.inspection import connect, inspect
from service.archive.instant import to_ms
from service.archive.lock import FileLock
from service.archive.outage import Outage
from service.archive.statements import SET_MARK
from service.archive.target import staged
from service.errors import ConfigurationError

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["Copy", "backup", "restore"]

TRIES = 6
"""A quarter of a second apart."""
_PRIMARY = 0xFF
"""The bits of SQLite's error code that do not go into detail."""


@dataclass(frozen=True, slots=True)
class Copy:
    """What was copied."""

    updates: int
    size_bytes: int
    replaced: Path | None = None
    """Where the database is that stood there before a restore."""


def backup(database: Path, target: Path, at: datetime) -> Copy:
    """Copy a database while a gateway may be writing to it; check the copy; note `at` as the last backup.

    The target appears when the copy is complete and sound. Raises ConfigurationError when there is nothing to copy, or
    no place for the copy; Outage when the copy fails.
    """
    if not database.is_file():
        raise ConfigurationError(str(database), "there is no archive")
    if target.exists() and target.samefile(database):
        raise ConfigurationError(str(target), "is the archive itself", "choose another file")
    with staged(target) as part:
        _copy(database, part, target, is_live=True)
        updates = inspect(part, database)
        size_bytes = part.stat().st_size
    _mark(database, at)
    return Copy(updates, size_bytes)


def restore(source: Path, database: Path) -> Copy:
    """Put a backup in the place of a database, which is kept beside it as `<database>.before-restore`.

    Raises ConfigurationError when the backup is missing, damaged, no archive or too new, when there is no place for it,
    and while a gateway or another program has the database open; nothing has changed then. Raises Outage when copying
    fails.
    """
    if not source.is_file():
        raise ConfigurationError(str(source), "there is no such file")
    if database.exists() and source.samefile(database):
        raise ConfigurationError(str(source), "is the archive itself", "choose a backup")
    # A link stays a link: what it points to is replaced.
    database = database.resolve()
    lock = FileLock(database)
    try:
        database.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire()
        with staged(database) as part:
            _copy(source, part, database, is_live=False)
            updates = inspect(part, source)
            size_bytes = part.stat().st_size
            _refuse_company(database)
            replaced = _set_aside(database)
    except OSError as error:
        raise ConfigurationError(str(database), f"cannot be replaced: {error.strerror}") from error
    finally:
        lock.release()
    return Copy(updates, size_bytes, replaced)


def _copy(source: Path, part: Path, target: Path, *, is_live: bool) -> None:
    """Copy in one step: a copy in many steps begins anew each time a gateway writes. Writers do not wait for it."""
    both = f"{source} to {target}"
    try:
        with closing(connect(source, writable=is_live)) as whole, closing(connect(part, writable=True)) as copy:
            whole.backup(copy, progress=_Patience())
            # One file, without a journal beside it.
            copy.execute("PRAGMA journal_mode=DELETE")
        with part.open("rb") as written:
            os.fsync(written.fileno())
    except sqlite3.OperationalError as error:
        raise Outage(both, str(error)) from error
    except sqlite3.DatabaseError as error:
        raise ConfigurationError(str(source), f"it is damaged: {error}") from error
    except OSError as error:
        raise Outage(both, error.strerror or str(error)) from error


class _Patience:
    """Ends a copy that another process does not let begin; by itself it would be tried for ever."""

    def __init__(self) -> None:
        self._tries = 0

    def __call__(self, status: int, *_: int) -> None:
        """Look at what one try came to."""
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            self._tries += 1
            if self._tries == TRIES:
                raise sqlite3.OperationalError("database is locked")


def _mark(database: Path, at: datetime) -> None:
    try:
        with closing(connect(database, writable=True)) as archive:
            archive.execute(SET_MARK, {"name": "last_backup", "at": to_ms(at)})
    except sqlite3.Error as error:
        raise Outage(str(database), f"the backup is complete, but its time could not be noted: {error}") from error


def _refuse_company(database: Path) -> None:
    """Raise ConfigurationError when a program has the database open, such as an export.

    At its end it would delete the journal by its name, which is then that of the restored database.
    """
    if not database.exists():
        return
    try:
        with closing(connect(database, writable=True)) as alone:
            alone.execute("PRAGMA locking_mode=EXCLUSIVE")
            alone.execute("BEGIN EXCLUSIVE")
    except sqlite3.DatabaseError as error:
        # A damaged one is no hindrance: it may be the reason for the restore.
        if error.sqlite_errorcode & _PRIMARY == sqlite3.SQLITE_BUSY:
            raise ConfigurationError(str(database), "another program has it open", "wait for its end") from error


def _set_aside(database: Path) -> Path | None:
    """Rename a database with its journal; return the new path, None when there was none."""
    first = f"{database}.before-restore"
    aside = next(path for path in map(Path, chain([first], (f"{first}-{n}" for n in count(2)))) if not path.exists())
    # The journal goes first: beside the restored file it would be taken for its own.
    for suffix in ("-wal", "-shm", ""):
        file = Path(f"{database}{suffix}")
        if file.exists():
            file.rename(f"{aside}{suffix}")
    return aside if aside.exists() else None
