from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

import pytest

from contracts.__main__ import main
from contracts.document import load, locate
from contracts.sdk.python import render

if TYPE_CHECKING:
    from pathlib import Path


Output = pytest.CaptureFixture[str]


def run(*arguments: str | Path) -> int:
    return main(["sdk", "python", *(str(argument) for argument in arguments)])


def refused(capsys: Output, *arguments: str | Path) -> str:
    """Return the one line that says why a command did not run."""
    assert run(*arguments) == 2
    told = capsys.readouterr()
    assert (told.out, len(told.err.splitlines())) == ("", 1)
    return told.err


def test_a_client_is_written(tmp_path: Path, capsys: Output) -> None:
    """The folder holds what the language's writer renders, and the command says so in a line."""
    assert run("--endpoint", "/ws/news", "-o", tmp_path / "client") == 0
    assert len(capsys.readouterr().out.splitlines()) == 1

    document = load()
    for path, text in render(document, document.endpoints["/ws/news"]).items():
        assert (tmp_path / "client" / path).read_text("utf-8") == text


def versioned(version: str) -> str:
    """Return the document with another version."""
    document = load()
    return locate().read_text("utf-8").replace(f"version: {document.version}", f"version: {version}")


def test_another_document_may_be_given(tmp_path: Path) -> None:
    """`--spec` replaces the document that comes with the package."""
    spec = tmp_path / "other.yaml"
    spec.write_text(versioned("7.0.0"), encoding="utf-8")
    run("--endpoint", "/ws/news", "-o", tmp_path / "client", "--spec", spec)

    assert 'version = "7.0.0"' in (tmp_path / "client" / "pyproject.toml").read_text("utf-8")


@pytest.mark.parametrize(
    ("path", "remedy"), [("/ws/mastr", "did you mean /ws/master?"), ("prices", "the endpoints are /ws, /ws/master,")]
)
def test_an_endpoint_that_is_not_there_is_refused(tmp_path: Path, capsys: Output, path: str, remedy: str) -> None:
    """The nearest one is named, or all."""
    assert f"--endpoint {path}: there is no such endpoint; {remedy}" in refused(
        capsys, "--endpoint", path, "-o", tmp_path
    )


def test_a_folder_in_use_is_refused(tmp_path: Path, capsys: Output) -> None:
    """Nothing is written among other files."""
    (tmp_path / "mine").touch()

    assert "is not empty" in refused(capsys, "--endpoint", "/ws/news", "-o", tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


@pytest.mark.parametrize(
    ("text", "reason"), [(None, "No such file"), ("a: [", "#: not YAML"), ("asyncapi: 3.0.0\n", "#/info: an object")]
)
def test_a_document_that_cannot_be_read_is_refused(
    tmp_path: Path, capsys: Output, text: str | None, reason: str
) -> None:
    """The reason names the file and the place."""
    spec = tmp_path / "other.yaml"
    if text is not None:
        spec.write_text(text, encoding="utf-8")

    answer = refused(capsys, "--endpoint", "/ws/news", "-o", tmp_path / "client", "--spec", spec)
    assert reason in answer
    assert not (tmp_path / "client").exists()


def test_a_document_that_no_client_can_be_made_of_is_refused(tmp_path: Path, capsys: Output) -> None:
    """What the language cannot say is told with its place."""
    spec = tmp_path / "other.yaml"
    spec.write_text(versioned("newest"), encoding="utf-8")

    answer = refused(capsys, "--endpoint", "/ws/news", "-o", tmp_path / "client", "--spec", spec)
    assert "#/info/version: 'newest' cannot be" in answer


def test_a_missing_generator_is_told(tmp_path: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who runs a gateway has no generator installed, and is told what to install."""

    def missing(_name: str) -> object:
        raise ModuleNotFoundError(name="datamodel_code_generator")

    monkeypatch.setattr(importlib, "import_module", missing)

    assert "datamodel_code_generator is not installed; install crypto-gateway[sdk]" in refused(
        capsys, "--endpoint", "/ws/news", "-o", tmp_path
    )
