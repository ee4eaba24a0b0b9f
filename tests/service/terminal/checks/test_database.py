from __future__ import annotations

import hashlib
import os
import subprocess
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from service.archive.database import Database
from service.archive.location import locate
from service.terminal.checks.database import database
from tests.service.archive.postgres import USER, Postgres
from tests.service.archive.shelf import filled, record

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from service.terminal.finding import Finding


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    try:
        server = Postgres()
        server.start()
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"PostgreSQL does not start on this machine: {error}")
    yield server
    server.remove()


async def look(path: object) -> Finding:
    return await database(locate(str(path)))


async def test_a_file_that_is_not_there_can_be_made(tmp_path: Path) -> None:
    """Nothing is made to find that out, not even its folder."""
    finding = await look(tmp_path / "new" / "gateway.db")

    assert (finding.state, "can be made" in finding.found) == ("well", True)
    assert list(tmp_path.iterdir()) == []


async def test_an_archive_can_be_written_and_is_not(tmp_path: Path) -> None:
    """Its contents stay what they were."""
    path = tmp_path / "gateway.db"
    await filled(locate(str(path)), [record(1)])
    before = hashlib.sha256(path.read_bytes()).hexdigest()

    assert (await look(path)).state == "well"
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before


async def test_a_file_that_is_no_archive_is_an_ill(tmp_path: Path) -> None:
    """The reason is SQLite's, and another place would do."""
    path = tmp_path / "gateway.db"
    path.write_text("these are no pages of SQLite" * 100, encoding="utf-8")
    finding = await look(path)

    assert (finding.state, "not a database" in finding.found) == ("ill", True)
    assert "GATEWAY_DATABASE_URL" in finding.remedy


async def test_a_file_in_the_place_of_a_folder_is_an_ill(tmp_path: Path) -> None:
    """A path through a file leads nowhere."""
    (tmp_path / "data").write_text("", encoding="utf-8")
    finding = await look(tmp_path / "data" / "gateway.db")

    assert (finding.state, finding.found.endswith("is no folder")) == ("ill", True)


async def test_a_folder_that_is_closed_is_an_ill(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The gateway's user needs the right to write; root, who runs tests too, has it everywhere."""
    monkeypatch.setattr(os, "access", lambda *_: False)
    finding = await look(tmp_path / "gateway.db")

    assert (finding.state, "may not be written" in finding.found) == ("ill", True)


async def test_a_server_that_does_not_answer_is_an_ill() -> None:
    """Its address is shown without the password."""
    finding = await look("postgresql://me:hush-hush@127.0.0.1:1/gateway")

    assert (finding.state, finding.remedy) == ("ill", "start it, or mend GATEWAY_DATABASE_URL")
    assert "hush-hush" not in finding.found


async def test_a_server_is_asked_for_the_right_to_write(postgres: Postgres) -> None:
    """Its owner has it; who can only read is told what to ask for."""
    url = postgres.create()
    assert (await look(url)).state == "well"

    owner = Database(locate(url))
    async with owner.transaction() as connection:
        await connection.execute(text("CREATE ROLE reader LOGIN"))
        await connection.execute(text("REVOKE CREATE ON SCHEMA public FROM public"))
    await owner.close()
    finding = await look(url.replace(f"//{USER}:", "//reader:"))

    assert (finding.state, finding.remedy) == ("ill", "grant CREATE on its schema to the user")
