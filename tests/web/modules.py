"""Modules: the dashboard's files, and a way to run the pure ones without a browser."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from service.edge.web import WEB

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["VENDOR", "WEB", "evaluate", "needs_node", "own"]

VENDOR = WEB / "vendor"
NODE_S = 60.0

needs_node = pytest.mark.skipif(
    shutil.which("node") is None and not os.environ.get("CI"), reason="node is not on the PATH"
)
"""Where nobody would notice a skip, its lack is an error."""


def own(*suffixes: str) -> list[Path]:
    """List the files that were written here, not those of others."""
    return sorted(path for path in WEB.rglob("*") if path.suffix in suffixes and VENDOR not in path.parents)


def evaluate(directory: Path, program: str, value: Any = None) -> Any:
    """Run a module beside a copy of the dashboard's; it calls `answer` with what comes back, and has `input`.

    To node the files are modules only below a package that says so.
    """
    shutil.copytree(WEB, directory / "web", dirs_exist_ok=True)
    (directory / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    frame = (
        "import { readFileSync } from 'node:fs';\n"
        "const input = JSON.parse(readFileSync(0, 'utf8'));\n"
        "const answer = (value) => console.log(JSON.stringify(value));\n"
    )
    (directory / "program.js").write_text(frame + program, encoding="utf-8")
    done = subprocess.run(
        ["node", "program.js"],
        cwd=directory,
        input=json.dumps(value),
        capture_output=True,
        text=True,
        timeout=NODE_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
