from __future__ import annotations

import ast
import contextlib
import importlib
import io
from typing import TYPE_CHECKING

import pytest

from contracts.render import HEADER, render

if TYPE_CHECKING:
    from pathlib import Path

    from contracts.document import Document


@pytest.fixture(scope="module")
def rendered(document: Document) -> dict[str, str]:
    return render(document)


def test_every_file_says_that_it_is_generated_and_is_python(rendered: dict[str, str]) -> None:
    """The first line says where the file comes from, and it ends in one newline."""
    for text in rendered.values():
        ast.parse(text)
        assert text.startswith(HEADER)
        assert text.endswith("\n")
        assert not text.endswith("\n\n")


def test_the_same_document_gives_the_same_text(
    document: Document, rendered: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No time, no temporary name, no setting of the folder where the command is run."""
    monkeypatch.chdir(tmp_path)
    assert render(document) == rendered
    assert not any("/tmp" in text or "timestamp:  " in text for text in rendered.values())  # noqa: S108  looked for


def test_rendering_prints_nothing(document: Document) -> None:
    """The generators' chatter stays inside."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        render(document)
    assert out.getvalue() == ""


def test_the_files_are_these(rendered: dict[str, str]) -> None:
    """Paths are relative, with slashes."""
    assert sorted(rendered) == [
        "__init__.py",
        "application/__init__.py",
        "application/application.py",
        "application/messages/__init__.py",
        "application/messages/json/__init__.py",
        "application/parameters/__init__.py",
        "application/router.py",
        "catalog.py",
        "commands.py",
        "events.py",
    ]


def test_the_catalogue_does_not_load_the_application(rendered: dict[str, str]) -> None:
    """Whoever needs only names and intervals does not wait for models and routers."""
    imported = {
        node.module if isinstance(node, ast.ImportFrom) else node.names[0].name
        for node in ast.parse(rendered["catalog.py"]).body
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert imported == {"__future__", "dataclasses", "types", "typing"}


@pytest.mark.parametrize("name", ["catalog", "commands", "events", "application", "application.messages.json"])
def test_what_a_module_says_it_exports_is_there(name: str) -> None:
    """`__all__` is true in every generated module that has one."""
    module = importlib.import_module(f"contracts.generated.{name}")
    assert all(hasattr(module, exported) for exported in module.__all__)
