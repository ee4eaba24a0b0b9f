from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

from contracts.document import locate
from tests.conftest import NODE

if TYPE_CHECKING:
    from pathlib import Path

WARNING = 1


def diagnose(path: Path, node_modules: Path) -> list[dict[str, Any]]:
    """Return what the parser says of a file: severity 0 is an error, 1 a warning, 2 and 3 are hints."""
    command = ["node", str(NODE / "validate.mjs"), str(path)]
    process = subprocess.run(command, cwd=node_modules, capture_output=True, text=True, check=True)
    diagnostics: list[dict[str, Any]] = json.loads(process.stdout)
    return diagnostics


def test_the_official_parser_has_no_complaint(node_modules: Path) -> None:
    """asyncapi.yaml is AsyncAPI by the reference implementation, without errors or warnings."""
    assert [found for found in diagnose(locate(), node_modules) if found["severity"] <= WARNING] == []


def test_the_official_parser_is_really_asked(node_modules: Path, tmp_path: Path) -> None:
    """A document with a fault brings a diagnostic, so that silence means something."""
    path = tmp_path / "broken.yaml"
    path.write_text(locate().read_text("utf-8").replace("action: receive", "action: recieve", 1), encoding="utf-8")
    assert [found for found in diagnose(path, node_modules) if found["severity"] == 0]
