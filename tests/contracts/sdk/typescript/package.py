"""Package: a generated package as a folder, compiled."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from contracts.sdk.typescript import render

if TYPE_CHECKING:
    from pathlib import Path

    from contracts.document import Document

__all__ = ["compiled", "complaints", "evaluated", "written"]


def written(document: Document, endpoint: str, folder: Path) -> Path:
    """Write the package of an endpoint, and return its folder."""
    for name, text in render(document, document.endpoints[endpoint]).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def complaints(project: Path, node_modules: Path, compiler: str = "typescript") -> str:
    """Compile a folder by its own tsconfig.json, and return what the compiler has to say."""
    command: list[str | Path] = ["node", node_modules / "node_modules" / compiler / "bin" / "tsc", "--project", project]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def compiled(document: Document, endpoint: str, folder: Path, node_modules: Path) -> Path:
    """Write and compile the package of an endpoint, and return its folder."""
    assert complaints(written(document, endpoint, folder), node_modules) == ""
    return folder


def evaluated(script: str, module: Path, *arguments: str, folder: Path) -> str:
    """Run a script that gets the URL of a module and more arguments, and return what it says."""
    command = ["node", "--input-type=module", "--eval", script, module.as_uri(), *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout
