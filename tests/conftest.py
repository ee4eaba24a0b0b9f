"""Fixtures that tests of several packages share."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from contracts.document import load
from contracts.validator import Validator

if TYPE_CHECKING:
    from contracts.document import Document

ROOT = Path(__file__).parent.parent
NODE = ROOT / "tests" / "node"
SILENCE = {"ASYNCAPI_METRICS": "false", "CI": "true", "DO_NOT_TRACK": "1", "SCARF_ANALYTICS": "false"}

# Machines that are busy with other tests are slow, which proves nothing.
settings.register_profile("gateway", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("gateway")


@pytest.fixture(scope="session")
def document() -> Document:
    """asyncapi.yaml, read once. It is frozen: copy `raw` before changing it."""
    return load()


@pytest.fixture(scope="session")
def sealed(document: Document) -> Validator:
    """Judge what the gateway sends: fields that the contract does not declare are violations too."""
    return Validator(document, sealed=True)


@pytest.fixture(scope="session")
def node_modules() -> Path:
    """Return the folder of the installed packages of tests/node; there is one for each lock file, in `.cache/node`."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        pytest.skip("node and npm are not on the PATH")
    digest = hashlib.sha256((NODE / "package-lock.json").read_bytes()).hexdigest()[:16]
    target = ROOT / ".cache" / "node" / digest
    target.parent.mkdir(parents=True, exist_ok=True)
    # Two files of tests may run at once, and both want them.
    with (target.parent / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not target.exists():
            _install(target)
    return target


def _install(target: Path) -> None:
    """Install beside the folder and move it there, so that it is whole or not there."""
    staging = Path(tempfile.mkdtemp(dir=target.parent))
    for name in ("package.json", "package-lock.json"):
        shutil.copy(NODE / name, staging)
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"]
    subprocess.run(command, cwd=staging, env=os.environ | SILENCE, check=True)
    staging.rename(target)
