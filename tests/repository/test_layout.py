from __future__ import annotations

import ast
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
PACKAGES = ("contracts", "service")
TOP_LEVEL = {
    ".ci",
    ".dockerignore",
    ".gitattributes",
    ".github",
    ".gitignore",
    "CHANGELOG.md",
    "LICENSE",
    "README.md",
    "asyncapi.yaml",
    "contracts",
    "infra",
    "pyproject.toml",
    "service",
    "tests",
    "uv.lock",
}
MAX_LINES = 300
NAMELESS = {"utils", "util", "helpers", "helper", "common", "core", "base", "manager", "misc"}


def tracked() -> list[Path]:
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    return [Path(name) for name in listing.split("\0") if name]


def modules() -> list[Path]:
    return [
        path
        for path in tracked()
        if path.suffix == ".py"
        and path.parts[0] in PACKAGES
        and "generated" not in path.parts
        and (ROOT / path).exists()
    ]


def files_of_tests() -> list[Path]:
    return [
        path for path in tracked() if path.name.startswith("test_") and path.suffix == ".py" and (ROOT / path).exists()
    ]


needs_git = pytest.mark.skipif(not (ROOT / ".git").exists(), reason="an exported tree has no list of its files")


@needs_git
def test_nothing_lies_about_at_the_top() -> None:
    """The top level shows the architecture and what the tools demand there, nothing else."""
    assert {path.parts[0] for path in tracked()} <= TOP_LEVEL


@needs_git
def test_no_module_is_longer_than_two_screens_of_thought() -> None:
    """A module past 300 lines wants to be two."""
    assert [str(path) for path in modules() if len((ROOT / path).read_text("utf-8").splitlines()) > MAX_LINES] == []


@needs_git
def test_modules_are_named_after_what_they_hold() -> None:
    """No module is called after holding a bit of everything."""
    assert [str(path) for path in modules() if NAMELESS & {*path.parts, path.stem}] == []


@needs_git
def test_every_module_says_what_it_is() -> None:
    """A module begins with a docstring."""
    assert [str(path) for path in modules() if not ast.get_docstring(ast.parse((ROOT / path).read_text("utf-8")))] == []


@needs_git
def test_every_test_states_its_rule() -> None:
    """The docstring of a test is the rule it holds the code to."""
    silent = [
        f"{path}::{node.name}"
        for path in files_of_tests()
        for node in ast.walk(ast.parse((ROOT / path).read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.name.startswith("test_")
        and not ast.get_docstring(node)
    ]

    assert silent == []
