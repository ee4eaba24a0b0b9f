from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from service.archive.location import locate
from service.errors import ConfigurationError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("url", "path"),
    [
        (None, "data/gateway.db"),
        ("", "data/gateway.db"),
        ("archive.db", "archive.db"),
        ("sqlite:///data/a.db", "data/a.db"),
        ("sqlite+aiosqlite:////var/a.db", "/var/a.db"),
    ],
)
def test_a_file_can_be_written_in_several_ways(url: str | None, path: str) -> None:
    """As a path, as SQLAlchemy does, or not at all."""
    found = locate(url)

    assert (found.engine, found.address, found.shown, str(found.file)) == ("sqlite", path, path, path)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+asyncpg"])
def test_a_database_is_shown_without_its_password(scheme: str) -> None:
    """Wherever the password stands; the driver gets all of it."""
    found = locate(f"{scheme}://me:secret@db.example:5432,[::1]:5433/gateway?sslmode=require&password=secret")

    assert found.engine == "postgresql"
    assert found.shown == "postgresql://me@db.example:5432,[::1]:5433/gateway"
    assert found.address.endswith("gateway?sslmode=require&password=secret")
    assert found.address.startswith("postgresql://me:secret@")
    assert "secret" not in repr(found)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        (":memory:", "must be a file"),
        ("sqlite://", "names no file"),
        ("sqlite:///", "must be a file"),
        ("sqlite://data/a.db", "names no file"),
        ("file:a.db?mode=ro", "must be a file"),
        ("mysql://host/a", "mysql is not supported"),
        ("postgresql://me:se/cret@host/a", "cannot be told apart"),
        ("postgresql://me:12/cret@host/a", "cannot be told apart"),
    ],
)
def test_what_cannot_be_an_archive_is_refused(url: str, told: str) -> None:
    """With the reason, and without a password."""
    with pytest.raises(ConfigurationError, match=told) as caught:
        locate(url)

    assert caught.value.setting == "GATEWAY_DATABASE_URL"
    assert "cret" not in str(caught.value)


def test_a_folder_is_refused(tmp_path: Path) -> None:
    """A folder is a likely mistake, and SQLite's words for it are obscure."""
    with pytest.raises(ConfigurationError, match="is a folder"):
        locate(str(tmp_path))


def test_a_server_has_no_file() -> None:
    """Copying files is no way to save PostgreSQL; its own tools are named."""
    with pytest.raises(ConfigurationError, match=r"postgresql://me@host/a is not a file; use pg_dump"):
        _ = locate("postgresql://me:secret@host/a").file
