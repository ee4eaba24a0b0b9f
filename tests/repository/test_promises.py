from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
SHEET = re.findall(
    r"^\| (?P<promise>[^|]+) \| (?P<figure>[^|]+) \| `(?P<file>[^`:|]+)(?:::(?P<test>\w+))?` \|$",
    (ROOT / "service" / "README.md").read_text(encoding="utf-8"),
    re.MULTILINE,
)
ROWS = 25


def test_there_is_a_sheet() -> None:
    """Every row has a promise, a figure, and the test that proves it."""
    assert len(SHEET) >= ROWS


@pytest.mark.parametrize(("promise", "figure", "file", "test"), SHEET, ids=[row[0] for row in SHEET])
def test_every_promise_has_its_test(promise: str, figure: str, file: str, test: str) -> None:
    """The test that a promise names is there."""
    path = ROOT / file

    assert path.is_file()
    names = {
        node.name
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    }
    assert not test or test in names
