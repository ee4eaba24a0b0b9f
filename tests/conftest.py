"""Fixtures that tests of several packages share."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from contracts.document import load

if TYPE_CHECKING:
    from contracts.document import Document

ROOT = Path(__file__).parent.parent
NODE = ROOT / "tests" / "node"
SILENCE = {"ASYNCAPI_METRICS": "false", "CI": "true", "DO_NOT_TRACK": "1", "SCARF_ANALYTICS": "false"}


@pytest.fixture(scope="session")
def document() -> Document:
    """asyncapi.yaml, read once. It is frozen: copy `raw` before changing it."""
    return load()


@pytest.fixture(scope="session")
def node_modules() -> Path:
    """The folder that holds the `node_modules` of tests/node, installed once per lock file, below `.cache/node`."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        pytest.skip("node and npm are not on the PATH")
    digest = hashlib.sha256((NODE / "package-lock.json").read_bytes()).hexdigest()[:16]
    target = ROOT / ".cache" / "node" / digest
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(dir=target.parent))
        for name in ("package.json", "package-lock.json"):
            shutil.copy(NODE / name, staging)
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"]
        subprocess.run(command, cwd=staging, env=os.environ | SILENCE, check=True)
        staging.rename(target)
    return target
