from __future__ import annotations

import re
import socket
from typing import TYPE_CHECKING

import pytest

from contracts.__main__ import main
from contracts.cli.refusal import Refusal
from contracts.cli.verification import select
from contracts.document import locate
from contracts.suite.groups import CHECKS, GROUPS

if TYPE_CHECKING:
    from pathlib import Path

Output = pytest.CaptureFixture[str]


@pytest.fixture
def deaf() -> str:
    """Return a URL where nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "verify needs a URL"),
        (("localhost:7860",), "is no URL of a gateway"),
        (("ftp://localhost",), "is no URL of a gateway"),
        (("http://",), "is no URL of a gateway"),
        (("http://localhost:99999",), "is no URL of a gateway"),
        (("http://user:secret@localhost",), "is no URL of a gateway"),
        (("http://localhost/?token=secret",), "is no URL of a gateway"),
        (("http://localhost", "--only", "SUBB"), "there is no clause or group SUBB; did you mean SUB"),
        (("http://localhost", "--only", " , "), "--only names nothing"),
        (("http://localhost", "--spec", "nowhere.yaml"), "nowhere.yaml: No such file or directory"),
        (("http://localhost", "--report", "report.pdf"), "report.pdf: a report ends in .xml, .json, .html"),
        (("--replay", "nowhere.ndjson"), "nowhere.ndjson: No such file or directory"),
        (("http://localhost", "--replay", "a.ndjson"), "verify needs a URL"),
    ],
)
def test_what_cannot_be_tried_is_refused_in_a_line(
    arguments: tuple[str, ...], words: str, capsys: Output, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit code 2 and one line on standard error; no traceback, and no secret of the URL."""
    monkeypatch.chdir(tmp_path)
    assert main(["verify", *arguments]) == 2
    told = capsys.readouterr()

    assert words in told.err
    assert len(told.err.splitlines()) == 1
    assert told.out == ""


def test_a_gateway_that_is_not_there_is_refused_in_a_line(deaf: str, capsys: Output) -> None:
    """Nothing listens: exit code 2 within the patience."""
    assert main(["verify", deaf, "--patience", "2"]) == 2
    assert capsys.readouterr().err.startswith(f"nothing answers at {deaf}: ")


def test_a_document_of_which_nothing_can_be_asked_is_refused(deaf: str, capsys: Output, tmp_path: Path) -> None:
    """Two channels with one address: exit code 2 and the place."""
    path = tmp_path / "asyncapi.yaml"
    path.write_text(locate().read_text("utf-8").replace("address: /ws/ai\n", "address: /ws/huggingface\n"), "utf-8")

    assert main(["verify", deaf, "--spec", str(path)]) == 2
    assert capsys.readouterr().err.startswith(f"{path}#/channels/aiStream/address: ")


def test_the_document_alone_can_be_verified_without_a_gateway(deaf: str, capsys: Output) -> None:
    """Clauses that ask the document only need nothing that listens."""
    assert main(["verify", deaf, "--only", "DOC"]) == 0
    assert "The contract is kept: 7 clauses kept" in capsys.readouterr().out


def test_a_recording_of_something_else_is_refused(tmp_path: Path, capsys: Output) -> None:
    """The line that is wrong is named."""
    path = tmp_path / "recording.ndjson"
    path.write_text("hello\n")

    assert main(["verify", "--replay", str(path)]) == 2
    assert capsys.readouterr().err == f"{path}: line 1: not JSON\n"


def test_groups_and_clauses_can_be_chosen() -> None:
    """In any case of letters, with spaces, and in the order of the clauses."""
    chosen = select("err-02, Con")

    assert [check.clause.id for check in chosen] == [*(check.clause.id for check in GROUPS["CON"]), "ERR-02"]
    assert select(None) == CHECKS


def test_a_misspelt_clause_is_no_clause() -> None:
    """The closest name is offered."""
    with pytest.raises(Refusal, match="did you mean ERR-02"):
        select("ERR02")


def test_clauses_are_listed_with_where_they_are_written(capsys: Output) -> None:
    """One line each: id, level, sentence, source."""
    assert main(["clauses", "--only", "CON-02"]) == 0
    assert re.split(" {2,}", capsys.readouterr().out) == [
        "CON-02",
        "MUST",
        "The first frame of a connection is `connection_established`.",
        "[asyncapi.yaml#/info/description]\n",
    ]
