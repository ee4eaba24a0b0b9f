"""Database: SQLAlchemy's engine for a location. Whatever goes wrong in it is an Outage."""

from __future__ import annotations

import sqlite3
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, event
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import create_async_engine

from service.archive.location import SETTING
from service.archive.outage import Outage
from service.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from sqlalchemy import Connection
    from sqlalchemy.engine.interfaces import DBAPIConnection
    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

    from service.archive.location import Location

__all__ = ["LOCK_TIMEOUT_S", "Database"]

LOCK_TIMEOUT_S = 1.0
"""How long a statement waits for another process that has locked the file."""
CONNECT_TIMEOUT_S = 5.0
COMMAND_TIMEOUT_S = 60.0
"""The longest statement: beyond it PostgreSQL counts as lost."""
PRAGMAS = (
    # Before WAL, which writes the first page; afterwards it would take a VACUUM.
    "auto_vacuum=INCREMENTAL",
    "journal_mode=WAL",
    # NORMAL would be enough for a process that is killed: what it wrote is in the system's cache. FULL also keeps
    # each batch through a loss of power, for one fsync a second.
    "synchronous=FULL",
    # After a long read the journal is given back to the disk.
    "journal_size_limit=4194304",
)


class Database:
    """Connections to one database. Nothing happens before the first transaction."""

    def __init__(self, location: Location) -> None:
        """Raise ConfigurationError when the driver is not installed."""
        self.location = location
        self._troubles: tuple[type[Exception], ...] = (SQLAlchemyError, sqlite3.Error, OSError)
        if location.engine == "sqlite":
            self.engine = _sqlite(location)
        else:
            connect, troubles = _asyncpg(location)
            self._troubles += troubles
            self.engine = create_async_engine(
                "postgresql+asyncpg://", async_creator=connect, hide_parameters=True, pool_size=1, max_overflow=0
            )

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection]:
        """Give a connection in a transaction, committed at the end. Raises Outage."""
        try:
            async with self.engine.begin() as connection:
                yield connection
        except self._troubles as error:
            raise Outage(self.location.shown, _reason(error)) from error

    @asynccontextmanager
    async def unbound(self) -> AsyncIterator[AsyncConnection]:
        """Give a connection whose statements commit themselves, as VACUUM demands. Raises Outage."""
        try:
            async with self.engine.connect() as connection:
                # SQLite needs nothing: without a statement of SQLAlchemy's own no transaction begins.
                if self.location.engine == "postgresql":
                    await connection.execution_options(isolation_level="AUTOCOMMIT")
                yield connection
        except self._troubles as error:
            raise Outage(self.location.shown, _reason(error)) from error

    async def close(self) -> None:
        """Close all connections; the next transaction opens new ones. Raises nothing: it may be lost already."""
        try:
            await self.engine.dispose()
        except self._troubles:
            return


def _sqlite(location: Location) -> AsyncEngine:
    url = URL.create("sqlite+aiosqlite", database=str(Path(location.address)))
    engine = create_async_engine(
        url, connect_args={"timeout": LOCK_TIMEOUT_S}, hide_parameters=True, pool_size=1, max_overflow=0
    )
    event.listen(engine.sync_engine, "connect", _prepare)
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


def _prepare(connection: DBAPIConnection, _: object) -> None:
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    # Python's driver would do it before INSERT, but neither before CREATE TABLE nor before SELECT.
    connection.exec_driver_sql("BEGIN")


def _asyncpg(location: Location) -> tuple[Callable[[], Awaitable[Any]], tuple[type[Exception], ...]]:
    try:
        import asyncpg  # type: ignore[import-untyped]  # noqa: PLC0415  an extra
    except ImportError as error:
        remedy = "install crypto-gateway[postgres]"
        raise ConfigurationError(SETTING, "PostgreSQL needs the package asyncpg", remedy) from error

    async def connect() -> Any:
        # asyncpg reads the URL itself: SQLAlchemy would not understand `sslmode` and lists of hosts.
        return await asyncpg.connect(location.address, timeout=CONNECT_TIMEOUT_S, command_timeout=COMMAND_TIMEOUT_S)

    return connect, (asyncpg.PostgresError, asyncpg.InterfaceError)


def _reason(error: Exception) -> str:
    """Say in one line what went wrong, without the statement and its values."""
    cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    lines = str(cause).strip().splitlines()
    # asyncpg's errors come wrapped, with their class in front.
    return (lines[0].rpartition("'>: ")[2] if lines else "") or type(cause).__name__
