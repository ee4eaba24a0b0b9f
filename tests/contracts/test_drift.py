from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from contracts.drift import Drift, compare, folder, write

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

RENDERED = {"a.py": "a\n", "sub/b.py": "ü\n"}


def test_a_folder_that_was_written_does_not_drift(tmp_path: Path) -> None:
    """What `write` leaves is what was rendered; it returns how the folder differed before."""
    assert write(RENDERED, tmp_path) == Drift(stale=(), missing=("a.py", "sub/b.py"), surplus=())
    assert not compare(RENDERED, tmp_path)
    assert (tmp_path / "sub" / "b.py").read_text("utf-8") == "ü\n"


def test_each_way_to_differ_is_named(tmp_path: Path) -> None:
    """A changed file is stale, a removed one missing, an added one surplus; any of them is drift."""
    write(RENDERED | {"c.py": "c\n"}, tmp_path)
    (tmp_path / "a.py").write_text("a\r\n", newline="")
    (tmp_path / "sub" / "b.py").unlink()
    drift = compare(RENDERED, tmp_path)
    assert drift == Drift(stale=("a.py",), missing=("sub/b.py",), surplus=("c.py",))
    assert drift


@given(st.sampled_from([("a",), ("b",), ()]), st.sampled_from([("a",), ()]), st.sampled_from([("a",), ()]))
def test_drift_is_true_when_anything_differs(
    stale: tuple[str, ...], missing: tuple[str, ...], surplus: tuple[str, ...]
) -> None:
    """One path of any kind is enough."""
    assert bool(Drift(stale, missing, surplus)) == any((stale, missing, surplus))


def test_writing_mends_every_difference(tmp_path: Path) -> None:
    """Stale files are written anew, missing ones made, surplus ones removed."""
    write({"a.py": "old\n", "old.py": "x\n"}, tmp_path)
    write(RENDERED, tmp_path)
    assert not compare(RENDERED, tmp_path)
    assert not (tmp_path / "old.py").exists()


def test_a_file_that_is_right_is_not_touched(tmp_path: Path) -> None:
    """Only what differs is written, so that build tools see no change where there is none."""
    write(RENDERED, tmp_path)
    (tmp_path / "a.py").chmod(0o444)
    before = (tmp_path / "a.py").stat().st_mtime_ns
    write(RENDERED, tmp_path)
    assert (tmp_path / "a.py").stat().st_mtime_ns == before


def test_byte_code_is_not_drift(tmp_path: Path) -> None:
    """Importing generated modules leaves __pycache__ beside them, which is nobody's fault."""
    write(RENDERED, tmp_path)
    (tmp_path / "sub" / "__pycache__").mkdir()
    (tmp_path / "sub" / "__pycache__" / "b.pyc").write_bytes(b"")
    assert not compare(RENDERED, tmp_path)


def test_a_folder_that_is_not_there_lacks_everything(tmp_path: Path) -> None:
    """A first run finds all files missing."""
    assert compare(RENDERED, tmp_path / "generated").missing == ("a.py", "sub/b.py")


def test_the_folder_is_the_packages_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """It does not depend on where the command is run."""
    monkeypatch.chdir(tmp_path)
    assert (folder() / "catalog.py").exists()
