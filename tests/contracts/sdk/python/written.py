"""Written: a client in a folder, as users have it."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from contracts.sdk.package import write
from contracts.sdk.python import render

if TYPE_CHECKING:
    from pathlib import Path

    from contracts.document import Document, Endpoint

__all__ = ["Written", "run"]


@dataclass(frozen=True)
class Written:
    folder: Path
    endpoint: Endpoint

    @classmethod
    def of(cls, document: Document, path: str, folder: Path) -> Written:
        """Write the client of an endpoint."""
        endpoint = document.endpoints[path]
        write(render(document, endpoint), folder, "python")
        return cls(folder, endpoint)

    @property
    def modules(self) -> Path:
        """The importable package."""
        return self.folder / "crypto_gateway_client"


def run(folder: Path, *arguments: str | Path, path: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run Python in a folder, with `path` (by default the same) before all other modules; warnings are errors."""
    return subprocess.run(
        [sys.executable, "-W", "error", *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(path or folder), "MYPYPATH": str(path or folder), "NO_PROXY": "*"},
        capture_output=True,
        check=False,
        text=True,
    )
