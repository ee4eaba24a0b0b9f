from __future__ import annotations

import os
import stat
import threading
from typing import TYPE_CHECKING

import pytest

from service.archive.target import staged, writing
from service.errors import ConfigurationError

if TYPE_CHECKING:
    from pathlib import Path


def test_a_file_appears_when_it_is_complete(tmp_path: Path) -> None:
    """Nobody sees a half of it, and nothing else stays."""
    path = tmp_path / "out.csv"
    with writing(path) as stream:
        stream.write(b"whole")
        stream.flush()
        assert not path.exists()

    assert [(found.name, found.read_bytes()) for found in tmp_path.iterdir()] == [("out.csv", b"whole")]


def test_after_an_error_the_old_file_is_still_there(tmp_path: Path) -> None:
    """Unchanged, and alone."""
    path = tmp_path / "out.csv"
    path.write_bytes(b"old")
    with pytest.raises(ZeroDivisionError), writing(path) as stream:
        stream.write(b"half")
        raise ZeroDivisionError

    assert [(found.name, found.read_bytes()) for found in tmp_path.iterdir()] == [("out.csv", b"old")]


def test_whoever_reads_the_old_file_goes_on_reading_it(tmp_path: Path) -> None:
    """The new one takes its name, not its content."""
    path = tmp_path / "out.csv"
    path.write_bytes(b"old")
    with path.open("rb") as reader:
        with writing(path) as stream:
            stream.write(b"new")
        assert reader.read() == b"old"

    assert path.read_bytes() == b"new"


def test_the_rights_are_those_of_any_new_file(tmp_path: Path) -> None:
    """Or those of the file that is replaced."""
    (tmp_path / "touched").touch()
    (tmp_path / "secret").touch(mode=0o600)
    for name in ("new", "secret"):
        with staged(tmp_path / name):
            pass

    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert modes == {"touched": modes["touched"], "new": modes["touched"], "secret": 0o600}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_root_leaves_the_owner(tmp_path: Path) -> None:
    """A gateway of another user can still write to what root has restored."""
    path = tmp_path / "a.db"
    path.touch()
    os.chown(path, 65534, 65534)
    with staged(path):
        pass

    assert (path.stat().st_uid, path.stat().st_gid) == (65534, 65534)


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    """What it points to is replaced."""
    (tmp_path / "link").symlink_to(tmp_path / "real")
    with writing(tmp_path / "link") as stream:
        stream.write(b"new")

    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"new"


def test_a_pipe_is_written_to(tmp_path: Path) -> None:
    """As `/dev/null` is; neither is replaced by a file."""
    path = tmp_path / "pipe"
    os.mkfifo(path)
    found: list[bytes] = []
    reader = threading.Thread(target=lambda: found.append(path.read_bytes()))
    reader.start()
    with writing(path) as stream:
        stream.write(b"through")
    reader.join()

    assert (found, path.is_fifo()) == ([b"through"], True)


@pytest.mark.parametrize(("name", "told"), [("missing/out.csv", "No such file or directory"), (".", "is not a file")])
def test_a_place_that_cannot_be_written_is_told(tmp_path: Path, name: str, told: str) -> None:
    """Before anything is done."""
    with pytest.raises(ConfigurationError, match=told), writing(tmp_path / name):
        pass
