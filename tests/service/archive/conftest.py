"""Fixtures of the archive: a place for it, in each kind of database."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from service.archive.location import Location, locate
from tests.service.archive.postgres import Postgres

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """Start a server for all tests."""
    try:
        server = Postgres()
        server.start()
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"PostgreSQL does not start on this machine: {error}")
    yield server
    server.remove()


@pytest.fixture
def file(tmp_path: Path) -> Location:
    """Name a file that does not exist, in a folder that does not either."""
    return locate(str(tmp_path / "data" / "gateway.db"))


@pytest.fixture
def server(postgres: Postgres) -> Location:
    """Make an empty database of PostgreSQL."""
    return locate(postgres.create())


@pytest.fixture(params=["file", "server"])
def location(request: pytest.FixtureRequest) -> Location:
    """Name an empty archive, of each kind in turn."""
    found: Location = request.getfixturevalue(request.param)
    return found
