from __future__ import annotations

import re
from pathlib import Path

import pytest

from service.reference import fill

ROOT = Path(__file__).parent.parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAX_LINES = 220


@pytest.mark.parametrize("path", ["README.md", "service/README.md"])
def test_the_tables_are_up_to_date(path: str) -> None:
    """The tables are those of the code; `python -m service.reference PATH` mends them."""
    text = (ROOT / path).read_text(encoding="utf-8")

    assert "<!-- table: " in text
    assert fill(text) == text


def test_the_readme_is_short() -> None:
    """A newcomer reads it in one sitting."""
    assert len(README.splitlines()) <= MAX_LINES


def test_ci_runs_the_test_command_of_the_readme() -> None:
    """What the README tells a newcomer to run is what must be green."""
    command = "uv run --group dev pytest"

    assert f"pip install uv && {command}\n" in README
    assert command in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", ["README.md", "contracts/README.md", "service/README.md"])
def test_every_link_leads_somewhere(path: str) -> None:
    """Links to files of the repository are not broken."""
    folder = (ROOT / path).parent
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", (ROOT / path).read_text(encoding="utf-8"))

    assert links
    assert [link for link in links if not (folder / link).exists()] == []


def test_every_folder_is_explained() -> None:
    """The table of the code names what stands at the top, and parts of the service that are there."""
    section = README.partition("## The code")[2]
    rows = dict(re.findall(r"^\| `([^`]+)` \| (.*) \|$", section, re.MULTILINE))
    parts = re.findall(r"`(\w+)`", rows["service/"])

    assert rows.keys() == {"asyncapi.yaml", "contracts/", "infra/", "service/", "tests/"}
    assert parts
    assert [name for name in parts if not (ROOT / "service" / name).is_dir()] == []
