from __future__ import annotations

import re
import subprocess
import sys
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


@pytest.mark.parametrize("command", sorted(set(re.findall(r"uv run (?:--extra \w+ )*gateway (\w+)", README))))
def test_every_command_of_the_readme_exists(command: str) -> None:
    """`gateway NAME --help` answers for every command the README names."""
    gateway = Path(sys.executable).with_name("gateway")
    answer = subprocess.run([gateway, command, "--help"], capture_output=True, check=False, text=True, timeout=60)

    assert answer.returncode == 0, answer.stderr


def test_every_link_leads_somewhere() -> None:
    """Links to files of the repository are not broken."""
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", README)

    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
