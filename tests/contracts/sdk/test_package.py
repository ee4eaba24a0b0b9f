from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from contracts.sdk.package import MARKER, FolderInUseError, write

if TYPE_CHECKING:
    from pathlib import Path

FILES = {"README.md": "ü\n", "client/__init__.py": "a\n"}


def held(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in folder.rglob("*")
        if path.is_file() and path.name != MARKER
    }


def test_a_new_folder_holds_the_client(tmp_path: Path) -> None:
    """The folder and those above it are made."""
    write(FILES, tmp_path / "a" / "b", "python")

    assert held(tmp_path / "a" / "b") == FILES


def test_an_earlier_client_is_replaced(tmp_path: Path) -> None:
    """What the earlier client had and the new one has not is gone; what others put there stays."""
    write({**FILES, "client/old.py": "x\n"}, tmp_path, "python")
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv" / "installed.py").write_text("kept\n", encoding="utf-8")
    write(FILES | {"README.md": "new\n"}, tmp_path, "python")

    assert held(tmp_path) == FILES | {"README.md": "new\n", ".venv/installed.py": "kept\n"}


def test_a_folder_of_somebody_else_is_not_touched(tmp_path: Path) -> None:
    """A folder that holds anything, but no client, is refused."""
    (tmp_path / "README.md").write_text("mine\n", encoding="utf-8")

    with pytest.raises(FolderInUseError, match="is not empty"):
        write(FILES, tmp_path, "python")
    assert held(tmp_path) == {"README.md": "mine\n"}


def test_a_client_in_another_language_is_not_touched(tmp_path: Path) -> None:
    """Two languages in one folder would be neither."""
    write(FILES, tmp_path, "typescript")

    with pytest.raises(FolderInUseError, match="another language: typescript"):
        write({"x.py": ""}, tmp_path, "python")
    assert held(tmp_path) == FILES


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    """A path that leads to a file is refused."""
    (tmp_path / "file").touch()

    with pytest.raises(FolderInUseError, match="is no folder"):
        write(FILES, tmp_path / "file", "python")


@pytest.mark.parametrize(
    "marker",
    [
        "",
        "[]",
        '{"language": "python"}',
        '{"language": "python", "files": [1]}',
        json.dumps({"language": "python", "files": ["../outside"]}),
        json.dumps({"language": "python", "files": ["/etc/hostname"]}),
    ],
)
def test_a_marker_is_not_believed_blindly(tmp_path: Path, marker: str) -> None:
    """A marker that is broken, or names files elsewhere, removes nothing."""
    (tmp_path / "outside").touch()
    folder = tmp_path / "client"
    folder.mkdir()
    (folder / MARKER).write_text(marker, encoding="utf-8")

    with pytest.raises(FolderInUseError, match="cannot be read"):
        write(FILES, folder, "python")
    assert (tmp_path / "outside").exists()


def test_a_writing_that_was_broken_off_can_be_repeated(tmp_path: Path) -> None:
    """When the disk fails half-way, the folder is still known as a client's, the first time too."""

    class Failing(dict[str, str]):
        def items(self) -> Any:
            yield "README.md", "new\n"
            raise OSError

    with pytest.raises(OSError):  # noqa: PT011  any will do
        write(Failing({**FILES, "more.py": "m\n"}), tmp_path, "python")
    write(FILES, tmp_path, "python")

    assert held(tmp_path) == FILES
