from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from contracts import drift
from contracts.__main__ import main
from contracts.cli.generation import COMMAND
from contracts.document import locate

if TYPE_CHECKING:
    from pathlib import Path

Output = pytest.CaptureFixture[str]


@pytest.fixture
def folder(tmp_path: Path, capsys: Output) -> Path:
    """Return a folder of generated files that are up to date."""
    target = tmp_path / "generated"
    assert main(["generate", "--folder", str(target)]) == 0
    capsys.readouterr()
    return target


def altered(tmp_path: Path, before: str, after: str) -> Path:
    text = locate().read_text("utf-8")
    assert before in text
    path = tmp_path / "altered.yaml"
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    return path


def test_generating_says_what_it_wrote_and_removed(tmp_path: Path, folder: Path, capsys: Output) -> None:
    """Each file that changed has a line; those that were right have none."""
    (folder / "catalog.py").write_text("")
    (folder / "old.py").write_text("")
    assert main(["generate", "--folder", str(folder)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"wrote {folder}/catalog.py",
        f"removed {folder}/old.py",
        "The generated files are up to date.",
    ]


def test_checking_what_was_generated_finds_nothing(folder: Path, capsys: Output) -> None:
    """Exit code 0 and one friendly line."""
    assert main(["check", "--folder", str(folder)]) == 0
    assert "16 endpoints, 12 services" in capsys.readouterr().out


def test_checking_names_each_file_that_differs_and_the_remedy(folder: Path, capsys: Output) -> None:
    """Exit code 1, one line for each file, and the command that mends them."""
    (folder / "catalog.py").write_text("")
    (folder / "events.py").unlink()
    (folder / "old.py").write_text("")
    assert main(["check", "--folder", str(folder)]) == 1
    assert capsys.readouterr().out.splitlines() == [
        f"{folder}/catalog.py: stale",
        f"{folder}/events.py: missing",
        f"{folder}/old.py: surplus",
        f"Mend them with: {COMMAND} generate",
    ]


def test_paths_below_the_current_folder_are_short(
    folder: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A line can be clicked or pasted where the command was run."""
    monkeypatch.chdir(folder.parent)
    (folder / "catalog.py").write_text("")
    main(["check", "--folder", str(folder)])
    assert capsys.readouterr().out.startswith("generated/catalog.py: stale\n")


@pytest.mark.parametrize("command", ["check", "generate"])
def test_a_broken_rule_is_one_line_and_nothing_is_generated(
    command: str, tmp_path: Path, folder: Path, capsys: Output
) -> None:
    """Exit code 1; the line says where, what, and by which rule. No code comes from a broken document."""
    path = altered(tmp_path, "address: /ws/ai\n", "address: /ws/huggingface\n")
    (folder / "catalog.py").write_text("")
    assert main([command, "--document", str(path), "--folder", str(folder)]) == 1
    assert capsys.readouterr().out == (
        f"{path}#/channels/aiStream/address: /ws/huggingface is the address of another channel too (addresses)\n"
    )
    assert (folder / "catalog.py").read_text() == ""


def test_a_document_that_cannot_be_read_is_one_line(tmp_path: Path, capsys: Output) -> None:
    """Exit code 2, on standard error, without a traceback."""
    path = altered(tmp_path, "  version: ", "  version: 1.0.0\n  version: ")
    assert main(["check", "--document", str(path)]) == 2
    assert capsys.readouterr().err.startswith(f"{path}#/info/version: the key stands twice")


def test_a_document_that_is_not_there_is_one_line(tmp_path: Path, capsys: Output) -> None:
    """Exit code 2, with the path."""
    path = tmp_path / "nowhere.yaml"
    assert main(["check", "--document", str(path)]) == 2
    assert capsys.readouterr().err == f"{path}: No such file or directory\n"


@pytest.mark.parametrize(("module", "library"), [("contracts.render", "black"), ("contracts.lint", "jsonschema_rs")])
def test_without_its_tools_the_command_says_how_to_run_it(
    module: str, library: str, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are development tools, which a plain installation lacks."""
    for name in [name for name in sys.modules if name.startswith((module, "contracts.validator"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, library, None)
    assert main(["check"]) == 2
    assert capsys.readouterr().err == f"{library} is not installed; run this as: {COMMAND}\n"


def test_the_usual_folder_is_the_packages_own(capsys: Output) -> None:
    """Without options the project's own document and files are meant."""
    assert main(["check"]) == 0, capsys.readouterr().out
    assert drift.folder().name == "generated"
