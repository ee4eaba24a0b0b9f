"""Location: where an archive is, read from what an operator wrote."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from sqlalchemy.engine import make_url

from service.errors import ConfigurationError

__all__ = ["DEFAULT", "SETTING", "Engine", "Location", "locate"]

DEFAULT = "data/gateway.db"
SETTING = "GATEWAY_DATABASE_URL"

Engine = Literal["sqlite", "postgresql"]


@dataclass(frozen=True, slots=True)
class Location:
    """A file of SQLite or a database of PostgreSQL."""

    engine: Engine
    address: str = field(repr=False)
    """The path of the file, or the URL with its password."""
    shown: str
    """The same without a password."""

    @property
    def file(self) -> Path:
        """Return the path of SQLite's file. Raises ConfigurationError for PostgreSQL, which has tools of its own."""
        if self.engine != "sqlite":
            raise ConfigurationError(SETTING, f"{self.shown} is not a file", "use pg_dump and pg_restore")
        return Path(self.address)


def locate(url: str | None) -> Location:
    """Read `sqlite:///path`, a plain path, or `postgresql://user:password@host/database`; None is the default file.

    Raises ConfigurationError for everything else.
    """
    url = url or DEFAULT
    scheme, colon, rest = url.partition("://")
    if not colon:
        return _file(url)
    if scheme in ("sqlite", "sqlite+aiosqlite"):
        # `sqlite://path` would name a host.
        if not rest.startswith("/"):
            raise ConfigurationError(SETTING, f"{url} names no file", "write sqlite:///path/to/file.db")
        return _file(make_url(url).database or "")
    if scheme in ("postgres", "postgresql", "postgresql+asyncpg"):
        return _postgresql(f"postgresql://{rest}")
    raise ConfigurationError(SETTING, f"{scheme} is not supported", "use a file, sqlite:///path or postgresql://…")


def _file(path: str) -> Location:
    if path in ("", ":memory:") or path.startswith("file:"):
        raise ConfigurationError(SETTING, "the archive must be a file", "write a path, such as data/gateway.db")
    if Path(path).is_dir():
        raise ConfigurationError(SETTING, f"{path} is a folder", "write the path of a file in it")
    return Location("sqlite", path, path)


def _postgresql(url: str) -> Location:
    parts = urlsplit(url)
    user, at, hosts = parts.netloc.rpartition("@")
    ports = [host.rpartition("]")[2].partition(":")[2] for host in hosts.split(",")]
    if "@" in parts.path or not all(port.isdigit() for port in ports if port):
        # What stands there may be a part of the password, so it is not shown.
        remedy = "inside a password write %2F for / and %40 for @"
        raise ConfigurationError(SETTING, "host and port cannot be told apart from the rest", remedy)
    # The query may hold a password too.
    shown = f"postgresql://{user.partition(':')[0]}{at}{hosts}{parts.path}"
    return Location("postgresql", url, shown)
