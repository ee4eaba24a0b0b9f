"""Database: whether the archive can be written, without writing to it."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from sqlalchemy import text

from service.archive.database import Database
from service.archive.inspection import connect
from service.archive.outage import Outage
from service.errors import ConfigurationError
from service.terminal.finding import Finding

if TYPE_CHECKING:
    from pathlib import Path

    from service.archive.location import Location

__all__ = ["database"]

SUBJECT = "database"
REMEDY = "give this user the right to write there, or choose another place with GATEWAY_DATABASE_URL"
MAY_WRITE = text("SELECT has_schema_privilege(current_schema(), 'CREATE') AND NOT pg_is_in_recovery()")


async def database(location: Location) -> Finding:
    """Look at the file, or at the place where it will be; or ask PostgreSQL."""
    return _file(location.file) if location.engine == "sqlite" else await _server(location)


def _file(path: Path) -> Finding:
    if not path.exists():
        return _folder(path)
    try:
        with closing(connect(path, writable=True)) as file:
            # It asks for the right to write, and gives it back. A gateway that runs does not mind.
            file.execute("BEGIN IMMEDIATE")
            file.execute("ROLLBACK")
    except sqlite3.Error as error:
        return Finding(SUBJECT, "ill", f"{path} cannot be written: {error}", REMEDY)
    return Finding(SUBJECT, "well", f"{path} can be written")


def _folder(path: Path) -> Finding:
    folder = next(parent for parent in path.absolute().parents if parent.exists())
    if folder.is_dir() and os.access(folder, os.W_OK | os.X_OK):
        return Finding(SUBJECT, "well", f"{path} does not exist yet, and can be made")
    reason = "may not be written" if folder.is_dir() else "is no folder"
    return Finding(SUBJECT, "ill", f"{path} cannot be made: {folder} {reason}", REMEDY)


async def _server(location: Location) -> Finding:
    try:
        server = Database(location)
    except ConfigurationError as error:
        return Finding(SUBJECT, "ill", error.problem, error.remedy)
    try:
        async with server.transaction() as connection:
            may_write = (await connection.execute(MAY_WRITE)).scalar_one()
    except Outage as error:
        remedy = "start it, or mend GATEWAY_DATABASE_URL"
        return Finding(SUBJECT, "ill", f"{location.shown} cannot be used: {error.reason}", remedy)
    finally:
        await server.close()
    if not may_write:
        return Finding(SUBJECT, "ill", f"{location.shown} can only be read", "grant CREATE on its schema to the user")
    return Finding(SUBJECT, "well", f"{location.shown} can be written")
