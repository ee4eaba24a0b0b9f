from __future__ import annotations

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
