from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from contracts.__main__ import main
from contracts.cli.compatibility import command
from contracts.document import locate

if TYPE_CHECKING:
    from pathlib import Path

Output = pytest.CaptureFixture[str]

PING = "#/components/schemas/PingCommand"
REQUIRED = "      required: [action]\n      properties:\n        action: {type: string, const: ping}\n"
BREAKING = (REQUIRED, REQUIRED.replace("[action]", "[action, data]"))
COMPATIBLE = ("x-max-message-bytes: 16384", "x-max-message-bytes: 32768")
EDITORIAL = ("title: Crypto Monitoring Gateway", "title: Gateway")


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Return a document of the version 2.1.0."""
    return edited(tmp_path / "old.yaml", "2.1.0")


def edited(path: Path, version: str, *edits: tuple[str, str]) -> Path:
    text = locate().read_text("utf-8")
    for before, after in edits:
        assert text.count(before) == 1
        text = text.replace(before, after)
    head, _, rest = text.partition("  version: ")
    path.write_text(f"{head}  version: {version}\n{rest.partition(chr(10))[2]}", encoding="utf-8")
    return path


def compared(*arguments: Path | str) -> int:
    return main(["compatibility", *(str(argument) for argument in arguments)])


def refused(capsys: Output, *arguments: Path | str) -> str:
    """Return the one line that says why the documents were not compared."""
    assert compared(*arguments) == 2
    told = capsys.readouterr()
    assert (told.out, told.err.count("\n")) == ("", 1)
    return told.err


def test_equal_documents_are_accepted(old: Path, capsys: Output) -> None:
    """Exit code 0 and one line."""
    assert compared(old, old) == 0
    assert capsys.readouterr().out == "ACCEPTED  2.1.0 -> 2.1.0: no changes\n"


def test_a_breaking_change_of_the_same_major_version_is_refused(old: Path, tmp_path: Path, capsys: Output) -> None:
    """Exit code 1; a plain line for each change, the worst first, and what version would do."""
    assert compared(old, edited(tmp_path / "new.yaml", "2.2.0", EDITORIAL, COMPATIBLE, BREAKING)) == 1
    assert capsys.readouterr().out.splitlines() == [
        f"BREAKING    {PING}/required  field `data` is required in a command now (PingCommand)",
        "COMPATIBLE  #/x-max-message-bytes  the longest message was 16384 bytes, is 32768",
        "EDITORIAL   #/info/title  this was edited",
        "REFUSED  the version was 2.1.0, is 2.2.0; the changes need a new major version, 3.0.0 or higher",
    ]


def test_a_breaking_change_of_a_new_major_version_is_accepted(old: Path, tmp_path: Path, capsys: Output) -> None:
    """The version warns clients, which is all that can be asked."""
    assert compared(old, edited(tmp_path / "new.yaml", "3.0.0", BREAKING, EDITORIAL)) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "ACCEPTED  2.1.0 -> 3.0.0: 1 breaking, 1 editorial"


@pytest.mark.parametrize(
    ("version", "edit", "code"),
    [
        ("2.1.0", COMPATIBLE, 1),
        ("2.1.1", COMPATIBLE, 1),
        ("2.2.0", COMPATIBLE, 0),
        ("2.1.0", EDITORIAL, 1),
        ("2.1.1", EDITORIAL, 0),
    ],
)
def test_a_lesser_change_needs_a_lesser_version(
    version: str, edit: tuple[str, str], code: int, old: Path, tmp_path: Path
) -> None:
    """The exit code is that of the version, whatever the change."""
    assert compared(old, edited(tmp_path / "new.yaml", version, edit)) == code


@pytest.mark.parametrize("is_terminal", [True, False])
def test_only_a_terminal_gets_colours(old: Path, tmp_path: Path, *, is_terminal: bool) -> None:
    """Lines in CI can be searched and cut."""
    new = edited(tmp_path / "new.yaml", "2.1.0", BREAKING)
    told = CliRunner().invoke(command, [str(old), str(new)], color=is_terminal).output

    assert ("\x1b[31mBREAKING" in told) is is_terminal
    assert ("\x1b" in told) is is_terminal


def test_programs_get_json(old: Path, tmp_path: Path, capsys: Output) -> None:
    """It holds all that the text does, and the exit code is the same."""
    new = edited(tmp_path / "new.yaml", "2.2.0", BREAKING)

    assert compared("--format", "json", old, new) == 1
    assert json.loads(capsys.readouterr().out) == {
        "old": {"file": str(old), "version": "2.1.0"},
        "new": {"file": str(new), "version": "2.2.0"},
        "required_bump": "major",
        "accepted": False,
        "least_version": "3.0.0",
        "changes": [
            {
                "severity": "breaking",
                "pointer": f"{PING}/required",
                "words": "field `data` is required in a command now",
                "messages": ["PingCommand"],
            }
        ],
    }


def test_a_document_that_is_not_there_is_one_line(old: Path, tmp_path: Path, capsys: Output) -> None:
    """Exit code 2, on standard error."""
    assert refused(capsys, old, tmp_path / "none.yaml").endswith("none.yaml: No such file or directory\n")


@pytest.mark.parametrize("text", ["{", "- 1", "info: {}", "a: 1\na: 2"])
def test_a_document_that_cannot_be_read_is_one_line(text: str, old: Path, tmp_path: Path, capsys: Output) -> None:
    """Exit code 2; the line names the file and the place."""
    broken = tmp_path / "broken.yaml"
    broken.write_text(text)

    assert f"{broken}#" in refused(capsys, broken, old)
    assert f"{broken}#" in refused(capsys, old, broken)


@pytest.mark.parametrize(
    "edit",
    [
        ("    Stale:\n      type: boolean\n", "    Stale:\n      type: boolan\n"),
        ("    Stale:\n      type: boolean\n", "    Stale:\n      $ref: '#/components/schemas/Nowhere'\n"),
        ("    address: /ws/ai\n", "    address: /ws/huggingface\n"),
    ],
)
def test_documents_that_cannot_be_compared_are_one_line(
    edit: tuple[str, str], old: Path, tmp_path: Path, capsys: Output
) -> None:
    """Exit code 2; what cannot be judged is not accepted."""
    assert "cannot be compared: #/" in refused(capsys, old, edited(tmp_path / "new.yaml", "3.0.0", edit))


def test_a_version_that_is_no_version_is_one_line(old: Path, tmp_path: Path, capsys: Output) -> None:
    """Exit code 2, even when nothing else changed."""
    new = edited(tmp_path / "new.yaml", "next")

    assert "#/info/version: next is not three numbers" in refused(capsys, old, new)


def test_without_its_packages_the_command_says_which(
    old: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A gateway runs without them."""
    for name in [name for name in sys.modules if name.startswith("contracts.compatibility")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "jsonschema_rs", None)

    assert "jsonschema_rs is not installed; install crypto-gateway[verify]" in refused(capsys, old, old)
