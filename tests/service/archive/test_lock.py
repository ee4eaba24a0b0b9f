from __future__ import annotations

import errno
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from service.archive.lock import FileLock
from service.errors import ConfigurationError

if TYPE_CHECKING:
    from pathlib import Path

HOLD = """
import sys, pathlib
from service.archive.lock import FileLock
lock = FileLock(pathlib.Path(sys.argv[1]))
lock.acquire()
print("held", flush=True)
sys.stdin.read()
"""


def test_only_one_holds_it(tmp_path: Path) -> None:
    """The second is told which process does; when the first gives it back the second gets it."""
    first, second = FileLock(tmp_path / "a.db"), FileLock(tmp_path / "a.db")
    first.acquire()
    with pytest.raises(ConfigurationError, match=f"process {os.getpid()} is using this database"):
        second.acquire()

    first.release()
    second.acquire()
    second.release()


def test_it_can_be_taken_twice_by_its_holder(tmp_path: Path) -> None:
    """An archive that is opened again keeps its claim."""
    lock = FileLock(tmp_path / "a.db")
    lock.acquire()
    lock.acquire()
    with pytest.raises(ConfigurationError):
        FileLock(tmp_path / "a.db").acquire()
    lock.release()


def test_it_is_not_given_back_for_a_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who takes it again has never let go: another one would have got it in between."""
    lock, other = FileLock(tmp_path / "a.db"), FileLock(tmp_path / "a.db")
    lock.acquire()
    attempts: list[bool] = []
    close = os.close

    def eager(handle: int) -> None:
        close(handle)
        attempts.append(taken(other))

    monkeypatch.setattr(os, "close", eager)
    lock.acquire()
    monkeypatch.undo()

    assert not any(attempts)
    lock.release()


def taken(lock: FileLock) -> bool:
    try:
        lock.acquire()
    except ConfigurationError:
        return False
    return True


def test_a_lock_whose_file_is_gone_is_taken_anew(tmp_path: Path) -> None:
    """Nobody else looks at a file without a name."""
    lock = FileLock(tmp_path / "a.db")
    lock.acquire()
    lock.path.unlink()
    lock.acquire()

    assert not taken(FileLock(tmp_path / "a.db"))
    lock.release()


def test_a_full_disk_does_not_keep_the_lock_from_its_holder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the holder cannot write down its number it holds the lock all the same, and gives it back."""

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "pwrite", full)
    lock = FileLock(tmp_path / "a.db")
    lock.acquire()
    with pytest.raises(ConfigurationError, match="process unknown is using"):
        FileLock(tmp_path / "a.db").acquire()
    lock.acquire()
    lock.release()

    assert taken(FileLock(tmp_path / "a.db"))


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
@pytest.mark.parametrize("has_database", [True, False])
def test_root_leaves_the_lock_to_the_gateway(tmp_path: Path, *, has_database: bool) -> None:
    """It belongs to whom the database belongs, or else the folder: a gateway of that user can take it next."""
    database = tmp_path / "a.db"
    os.chown(tmp_path, 65533, 65533)
    if has_database:
        database.touch()
        os.chown(database, 65534, 65534)
    lock = FileLock(database)
    lock.acquire()
    lock.release()

    assert lock.path.stat().st_uid == (65534 if has_database else 65533)


def test_two_names_of_a_file_are_one_database(tmp_path: Path) -> None:
    """A link does not get around the lock."""
    (tmp_path / "a.db").touch()
    (tmp_path / "b.db").symlink_to(tmp_path / "a.db")
    lock = FileLock(tmp_path / "a.db")
    lock.acquire()
    with pytest.raises(ConfigurationError):
        FileLock(tmp_path / "b.db").acquire()
    lock.release()


def test_a_killed_process_holds_nothing(tmp_path: Path) -> None:
    """After SIGKILL the next gateway starts without anybody tidying up."""
    command = [sys.executable, "-c", HOLD, str(tmp_path / "a.db")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"held\n"
        with pytest.raises(ConfigurationError, match=f"process {child.pid} "):
            FileLock(tmp_path / "a.db").acquire()
        child.kill()

    lock = FileLock(tmp_path / "a.db")
    lock.acquire()
    lock.release()
