from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from service.archive.backup import Copy, backup, restore
from service.archive.export import open_archive
from service.archive.location import locate
from service.archive.outage import Outage
from service.errors import ConfigurationError
from tests.fakes.clock import START, FakeClock
from tests.service.archive.shelf import filled, opened, put, record, stored

if TYPE_CHECKING:
    from service.archive.location import Location


def damaged(path: Path) -> None:
    """Write nonsense into the middle of a file."""
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 8192] = b"\x5a" * 8192
    path.write_bytes(content)


async def test_a_backup_holds_what_was_stored(file: Location, tmp_path: Path) -> None:
    """It is one file that can be carried away, and the gateway's state tells when it was made."""
    target = tmp_path / "backup.db"
    clock = FakeClock(auto=True)
    async with opened(file, clock) as archive:
        put(archive, (record(n) for n in range(300)))
        await archive.step()
        copy = await asyncio.to_thread(backup, file.file, target, START)
        clock.jump(5.0)
        await archive.step()
        assert archive.state().last_backup == START

    assert copy == Copy(300, target.stat().st_size)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backup.db", "data"]
    assert await stored(locate(str(target))) == [record(n) for n in range(300)]


async def test_a_backup_under_writes_is_sound_and_stops_nobody(file: Location, tmp_path: Path) -> None:
    """Each is the archive of one moment: without gaps, not shorter than what was stored when it began."""
    async with opened(file) as archive:
        put(archive, (record(n, length=1000) for n in range(2000)))
        await archive.step()
        number = 2000
        for attempt in range(5):
            at_least = archive.state().records
            making = asyncio.create_task(asyncio.to_thread(backup, file.file, tmp_path / f"{attempt}.db", START))
            while not making.done():
                put(archive, [record(number, length=1000)])
                number += 1
                await archive.step()
                assert archive.state().writing
            copy = await making
            found = await stored(locate(str(tmp_path / f"{attempt}.db")))
            assert found == [record(n, length=1000) for n in range(copy.updates)]
            assert copy.updates >= at_least

    assert number > 2005


async def test_a_restore_gives_back_exactly_what_was_saved(file: Location, tmp_path: Path) -> None:
    """And keeps what stood there, with all of it; a second restore does not overwrite that."""
    await filled(file, [record(1), record(2)])
    backup(file.file, tmp_path / "backup.db", START)
    await filled(file, [record(3)])

    first = restore(tmp_path / "backup.db", file.file)
    assert first.updates == 2
    assert await stored(file) == [record(1), record(2)]
    second = restore(tmp_path / "backup.db", file.file)

    assert (first.replaced, second.replaced) == (
        Path(f"{file.file}.before-restore"),
        Path(f"{file.file}.before-restore-2"),
    )
    assert await stored(locate(f"{file.file}.before-restore")) == [record(1), record(2), record(3)]
    async with opened(file) as archive:
        put(archive, [record(4)])
    assert await stored(file) == [record(1), record(2), record(4)]
    assert not list(file.file.parent.glob("*.part"))


async def test_the_journal_of_the_old_archive_does_not_mix_with_the_new(file: Location, tmp_path: Path) -> None:
    """After a crash the old file has one; it goes with the old file, whose last records are in it."""
    await filled(file, [record(1)])
    backup(file.file, tmp_path / "backup.db", START)
    with closing(sqlite3.connect(file.file)) as crashed:
        crashed.execute("INSERT INTO updates (service, at, text) VALUES ('news', 1, 'late')")
        crashed.commit()
        for suffix in ("", "-wal"):
            content = Path(f"{file.file}{suffix}").read_bytes()
            (tmp_path / f"crashed{suffix}").write_bytes(content)
    for suffix in ("", "-wal"):
        (tmp_path / f"crashed{suffix}").rename(f"{file.file}{suffix}")

    copy = restore(tmp_path / "backup.db", file.file)
    assert await stored(file) == [record(1)]
    assert copy.replaced is not None
    assert [one.text for one in await stored(locate(str(copy.replaced)))] == [record(1).text, "late"]


async def test_a_restore_where_nothing_was(file: Location, tmp_path: Path) -> None:
    """On a new machine there is nothing to keep."""
    other = locate(str(tmp_path / "new" / "gateway.db"))
    await filled(file, [record(1)])
    backup(file.file, tmp_path / "backup.db", START)

    assert restore(tmp_path / "backup.db", other.file).replaced is None
    assert await stored(other) == [record(1)]


async def test_a_restore_is_refused_while_a_gateway_runs(file: Location, tmp_path: Path) -> None:
    """Nothing is changed; when it has ended the same command works."""
    await filled(file, [record(1)])
    backup(file.file, tmp_path / "backup.db", START)
    async with opened(file) as archive:
        put(archive, [record(2)])
        await archive.step()
        with pytest.raises(ConfigurationError, match="is using this database; stop that gateway first"):
            restore(tmp_path / "backup.db", file.file)
        assert archive.state().writing
    assert await stored(file) == [record(1), record(2)]

    assert restore(tmp_path / "backup.db", file.file).updates == 1


async def test_a_restore_is_refused_while_another_program_reads(file: Location, tmp_path: Path) -> None:
    """At its end an export would delete the journal of the restored file, which has the name of the old one."""
    await filled(file, [record(1)])
    backup(file.file, tmp_path / "backup.db", START)
    reader = await open_archive(file)
    with pytest.raises(ConfigurationError, match="another program has it open; wait for its end"):
        restore(tmp_path / "backup.db", file.file)
    await reader.close()

    assert restore(tmp_path / "backup.db", file.file).updates == 1
    assert await stored(file) == [record(1)]


async def test_a_restore_over_a_damaged_archive(file: Location, tmp_path: Path) -> None:
    """That is what backups are for; the damaged file is kept."""
    await filled(file, [record(1)])
    backup(file.file, tmp_path / "backup.db", START)
    file.file.write_bytes(b"dear diary " * 1000)

    copy = restore(tmp_path / "backup.db", file.file)
    assert await stored(file) == [record(1)]
    assert copy.replaced is not None
    assert copy.replaced.read_bytes().startswith(b"dear diary")


async def test_a_place_where_nothing_can_stand_is_told(file: Location, tmp_path: Path) -> None:
    """In one line, and nothing is made."""
    await filled(file, [record(1)])
    backup(file.file, tmp_path / "backup.db", START)
    (tmp_path / "wall").touch()
    with pytest.raises(ConfigurationError, match=r"wall/gateway\.db: cannot be replaced: File exists"):
        restore(tmp_path / "backup.db", tmp_path / "wall" / "gateway.db")

    assert (tmp_path / "wall").read_bytes() == b""


async def test_a_link_to_an_archive_is_followed(file: Location, tmp_path: Path) -> None:
    """The link stays, and what it pointed to is kept beside the new file."""
    await filled(file, [record(1)])
    backup(file.file, tmp_path / "backup.db", START)
    link = tmp_path / "link.db"
    link.symlink_to(file.file)
    copy = restore(tmp_path / "backup.db", link)

    assert link.is_symlink()
    assert copy.replaced == Path(f"{file.file}.before-restore")
    assert await stored(file) == [record(1)]


@pytest.mark.parametrize("harm", ["middle", "text", "empty", "foreign", "newer"])
async def test_what_is_no_sound_backup_is_refused(file: Location, tmp_path: Path, harm: str) -> None:
    """Before the archive is touched; the file that is at fault is named."""
    await filled(file, [record(n, length=2000) for n in range(100)])
    source = tmp_path / "backup.db"
    backup(file.file, source, START)
    if harm == "middle":
        damaged(source)
    elif harm == "text":
        source.write_text("dear diary " * 1000, encoding="utf-8")
    elif harm == "empty":
        source.write_bytes(b"")
    else:
        with closing(sqlite3.connect(source)) as changed:
            changed.execute(
                "DROP TABLE schema_version" if harm == "foreign" else "UPDATE schema_version SET version=99"
            )
            changed.commit()
    with pytest.raises(ConfigurationError) as caught:
        restore(source, file.file)

    assert caught.value.setting == str(source)
    assert {"middle": "damaged", "text": "damaged", "newer": "newer"}.get(harm, "no archive") in caught.value.problem
    assert len(await stored(file)) == 100
    assert {path.name for path in file.file.parent.iterdir()} == {"gateway.db", "gateway.db.lock"}


async def test_a_damaged_archive_is_not_backed_up(file: Location, tmp_path: Path) -> None:
    """A backup from better days is not replaced by a broken one; and the archive is told to be damaged."""
    target = tmp_path / "backup.db"
    target.write_bytes(b"better days")
    await filled(file, [record(n, length=2000) for n in range(100)])
    damaged(file.file)
    with pytest.raises(ConfigurationError, match="damaged") as caught:
        backup(file.file, target, START)

    assert caught.value.setting == str(file.file)
    assert target.read_bytes() == b"better days"


async def test_mistakes_are_told(file: Location, tmp_path: Path) -> None:
    """A missing file, a missing folder, and the archive taken for its own backup."""
    with pytest.raises(ConfigurationError, match="there is no archive"):
        backup(file.file, tmp_path / "backup.db", START)
    with pytest.raises(ConfigurationError, match="there is no such file"):
        restore(tmp_path / "backup.db", file.file)
    await filled(file, [])
    with pytest.raises(ConfigurationError, match="is the archive itself"):
        backup(file.file, file.file, START)
    with pytest.raises(ConfigurationError, match="is the archive itself"):
        restore(file.file, file.file)
    with pytest.raises(ConfigurationError, match="No such file or directory"):
        backup(file.file, tmp_path / "missing" / "backup.db", START)


async def test_a_backup_of_a_locked_archive_is_an_outage(file: Location, tmp_path: Path) -> None:
    """It may work later; nothing is left behind."""
    await filled(file, [record(1)])
    with closing(sqlite3.connect(file.file, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(Outage, match="locked"):
            await asyncio.to_thread(backup, file.file, tmp_path / "backup.db", START)

    assert [path.name for path in tmp_path.iterdir()] == ["data"]
