"""Containerfile: its instructions as data, and the build context that `.dockerignore` leaves."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from fnmatch import fnmatch
from typing import TYPE_CHECKING

from tests.infra.documents import ROOT

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Instruction", "environment", "instructions", "is_sent", "stages", "words"]

_ASSIGNMENT = re.compile(r"(\w+)=(\"[^\"]*\"|\S+)")


@dataclass(frozen=True, slots=True)
class Instruction:
    """One instruction, its lines joined."""

    name: str
    text: str


def instructions(path: str) -> list[Instruction]:
    """Read a Containerfile; its path is below the repository."""
    lines = (ROOT / path).read_text(encoding="utf-8").splitlines()
    code = "\n".join(line for line in lines if not line.lstrip().startswith("#"))
    joined = re.sub(r"\s*\\\n\s*", " ", code)
    return [Instruction(*line.split(maxsplit=1)) for line in joined.splitlines() if line.strip()]


def stages(found: Sequence[Instruction]) -> list[list[Instruction]]:
    """Cut instructions at each FROM; what stands before the first belongs to none."""
    starts = [index for index, instruction in enumerate(found) if instruction.name == "FROM"]
    return [list(found[start:end]) for start, end in zip(starts, [*starts[1:], len(found)], strict=True)]


def environment(stage: Sequence[Instruction]) -> dict[str, str]:
    """Return the variables that a stage sets."""
    texts = [instruction.text for instruction in stage if instruction.name == "ENV"]
    return {name: value.strip('"') for text in texts for name, value in _ASSIGNMENT.findall(text)}


def words(stage: Sequence[Instruction], name: str) -> list[str]:
    """Return the words of the last instruction of this name that is written as JSON, options left out."""
    text = [instruction.text for instruction in stage if instruction.name == name][-1]
    found = json.loads(text[text.index("[") :])
    assert isinstance(found, list)
    return found


def is_sent(path: str) -> bool:
    """Whether a file, by its path from the top, is part of the build context. The last rule that fits counts."""
    sent = True
    for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines():
        rule = line.removeprefix("!").rstrip("/")
        if not rule or line.startswith("#"):
            continue
        parts = path.split("/")
        folders = ["/".join(parts[: end + 1]) for end in range(len(parts))]
        if any(fnmatch(folder, rule) or fnmatch(f"/{folder}", rule.replace("**/", "*/")) for folder in folders):
            sent = line.startswith("!")
    return sent
