"""Replay: the build steps of the Containerfile, carried out in folders in place of an image's."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.infra.containerfile import environment, instructions, is_sent, stages
from tests.infra.documents import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from tests.infra.containerfile import Instruction

__all__ = ["USER", "as_user", "interpreter", "replay"]

USER = 10001


def replay(folder: Path) -> Path:
    """Build what the image holds in `folder`, from the files that Docker would be sent; return its environment.

    Two things differ: uv is the one that is here, and the interpreter is one that another user may run.
    """
    build, _ = stages(instructions("infra/Containerfile"))
    source, target = folder / "src", folder / "gateway"
    source.mkdir(parents=True)
    variables = os.environ | environment(build) | {"UV_PROJECT_ENVIRONMENT": str(target), "UV_PYTHON": interpreter()}
    for instruction in build:
        if instruction.name == "COPY":
            _copy(instruction, source)
        elif instruction.name == "RUN" and " uv sync " in f" {instruction.text} ":
            command = shlex.split(instruction.text)
            subprocess.run(command[command.index("uv") :], cwd=source, env=variables, check=True, capture_output=True)
    return target


def _copy(instruction: Instruction, source: Path) -> None:
    *names, destination = instruction.text.split()
    for name in names:
        origin = ROOT / name
        assert is_sent(name), f".dockerignore holds {name} back"
        if origin.is_dir():
            shutil.copytree(origin, source / destination, ignore=_held_back)
        else:
            shutil.copy(origin, source / destination)


def _held_back(folder: str, names: list[str]) -> set[str]:
    below = os.path.relpath(folder, ROOT)
    return {name for name in names if not is_sent(f"{below}/{name}")}


def interpreter() -> str:
    """Return a Python that the image's user may run: ours may lie in somebody's home."""
    question = "import sys; raise SystemExit(sys.version_info < (3, 11))"
    for found in (os.path.realpath(sys.executable), "/usr/local/bin/python3", "/usr/bin/python3"):
        try:
            answer = subprocess.run([found, "-c", question], check=False, capture_output=True, **as_user())
        except OSError:
            continue
        if answer.returncode == 0:
            return found
    pytest.skip("no Python 3.11 that another user than root may run")


def as_user() -> dict[str, Any]:
    """Return what makes a subprocess run as the image's user, where we may choose."""
    return {"user": USER, "group": USER, "extra_groups": []} if os.getuid() == 0 else {}
