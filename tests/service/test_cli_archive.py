from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from service import cli_archive
from service.archive.location import locate
from service.errors import ConfigurationError
from service.settings import PREFIX
from tests.service.archive.shelf import filled, record, stored

if TYPE_CHECKING:
    from pathlib import Path

    import click

RECORDS = [record(n) for n in range(10)]
GATEWAY = (sys.executable, "-c", "from service.cli import main; main()")
"""The command as a process, which finds the code whatever folder it stands in."""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder whose `data/gateway.db` holds ten updates, with no variable of the gateway set."""
    monkeypatch.chdir(tmp_path)
    for name in os.environ:
        if name.startswith(PREFIX):
            monkeypatch.delenv(name)
    asyncio.run(filled(locate(None), RECORDS))
    return tmp_path


def run(*words: str) -> Result:
    name, *arguments = words
    command: click.Command = getattr(cli_archive, name)
    return CliRunner().invoke(command, arguments, standalone_mode=False, catch_exceptions=False)


def refusal(*words: str) -> str:
    with pytest.raises(ConfigurationError) as caught:
        run(*words)
    return str(caught.value)


def test_an_export_goes_to_a_file(folder: Path) -> None:
    """The frames as published; a line says how many, and no bar is drawn where there is no terminal."""
    result = run("export", "market_data", "--format", "ndjson", "-o", "out.ndjson")

    assert (folder / "out.ndjson").read_text(encoding="utf-8").splitlines() == [one.text for one in RECORDS]
    assert (result.stdout, result.stderr) == ("", "out.ndjson: 10 updates of market_data\n")


def test_an_export_goes_to_standard_output() -> None:
    """Only the updates, so that another program can read them; CSV when nothing else is asked for."""
    result = run("export", "market_data")

    head, first, *_ = result.stdout.splitlines()
    assert head == "service,timestamp,data"
    assert first.startswith('market_data,2026-11-23T10:30:00.000Z,"{""number"":0,')
    assert len(result.stdout.splitlines()) == 11


@pytest.mark.parametrize(
    ("options", "numbers"),
    [
        (("--from", "2026-11-23T10:30:08Z"), [8, 9]),
        (("--to", "2026-11-23T10:30:02"), [0, 1]),
        (("--from", "2026-11-23T12:30:04+02:00", "--to", "2026-11-23T10:30:05.500Z"), [4, 5]),
        (("--to", "2026-11-23"), []),
    ],
)
def test_a_part_can_be_chosen(options: tuple[str, ...], numbers: list[int]) -> None:
    """By instants of any zone; without a zone they are UTC; the end does not belong to it."""
    result = run("export", "market_data", "--format", "ndjson", *options)

    assert [json.loads(line)["data"]["number"] for line in result.stdout.splitlines()] == numbers


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("market_dat",), "market_dat: there is no such service; did you mean market_data"),
        (("zzz",), "zzz: there is no such service; the services are market_data, explorers, "),
        (("news", "--from", "yesterday"), "--from: 'yesterday' is no instant; write it like 2026-11-23T10:30Z"),
        (("news", "--from", "0001-01-01T00:00+05:00"), "--from: '0001-01-01T00:00+05:00' is no instant"),
        (("news", "--from", "2026-11-23", "--to", "2026-11-23"), "--to: it must be later than --from"),
        (("news", "--format", "parquet"), "--format parquet: it cannot go to standard output; add -o FILE"),
        (("news", "-o", "missing/out.csv"), "cannot be written: No such file or directory"),
    ],
)
def test_a_mistake_is_told(words: tuple[str, ...], told: str) -> None:
    """In one line, with what to do."""
    assert told in refusal("export", *words)


def test_a_disk_that_fills_up_is_told() -> None:
    """Not with a traceback."""
    assert (
        refusal("export", "market_data", "-o", "/dev/full") == "/dev/full: cannot be written: No space left on device"
    )


def test_a_reader_that_has_seen_enough_ends_the_export(folder: Path) -> None:
    """As with `| head -1`: neither a traceback nor a complaint."""
    asyncio.run(filled(locate(None), (record(n, length=10_000) for n in range(10, 60))))
    with subprocess.Popen(
        [*GATEWAY, "export", "market_data"], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as export:
        assert export.stdout is not None
        assert export.stderr is not None
        assert export.stdout.readline() == b"service,timestamp,data\n"
        export.stdout.close()
        assert export.stderr.read() == b""


def test_a_terminal_shows_the_progress(folder: Path) -> None:
    """Up to the end, beside the updates and not among them."""
    keyboard, terminal = os.openpty()
    command = [*GATEWAY, "export", "market_data", "-o", "out.csv"]
    with subprocess.Popen(command, cwd=folder, stderr=terminal, env=os.environ | {"TERM": "xterm", "COLUMNS": "80"}):
        pass
    os.close(terminal)
    shown = os.read(keyboard, 65_536).decode()
    os.close(keyboard)

    assert "Exporting" in shown
    assert "100%" in shown
    assert "out.csv: 10 updates of market_data" in shown
    assert len((folder / "out.csv").read_text(encoding="utf-8").splitlines()) == 11


def test_another_database_is_used_when_one_is_set(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the same setting as the gateway's."""
    monkeypatch.setenv("GATEWAY_DATABASE_URL", "other.db")

    assert refusal("export", "news") == "other.db: there is no archive"
    assert not (folder / "other.db").exists()


def test_a_backup_can_be_restored(folder: Path) -> None:
    """Each command says in one line what it did."""
    made = run("backup", "backup.db").stdout
    asyncio.run(filled(locate(None), [record(99)]))
    restored = run("restore", "backup.db").stdout
    kept = folder / "data" / "gateway.db.before-restore"

    size = (folder / "backup.db").stat().st_size
    assert made == f"backup.db: 10 updates, {size:,} bytes, checked\n"
    assert restored == (
        f"data/gateway.db: 10 updates restored from backup.db; what was there before is kept as {kept}\n"
    )
    assert asyncio.run(stored(locate(None))) == RECORDS


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_a_server_has_tools_of_its_own(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are named, and the password is not shown."""
    monkeypatch.setenv("GATEWAY_DATABASE_URL", "postgresql://me:secret@host/a")

    assert refusal(command, "backup.db") == (
        "GATEWAY_DATABASE_URL: postgresql://me@host/a is not a file; use pg_dump and pg_restore"
    )
