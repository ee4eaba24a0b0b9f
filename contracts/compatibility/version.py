"""Version: whether `info.version` says what changed, by semantic versioning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from contracts.compatibility.change import Severity
from contracts.pointer import SpecError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from contracts.compatibility.change import Change
    from contracts.document import Document

__all__ = ["Bump", "WrongBump", "required_bump", "verify_bump"]

Bump: TypeAlias = Literal["major", "minor", "patch"]
_NEEDED: dict[Severity, Bump] = {
    Severity.BREAKING: "major",
    Severity.COMPATIBLE: "minor",
    Severity.EDITORIAL: "patch",
}


@dataclass(frozen=True, slots=True)
class WrongBump:
    """A version that promises more than the document keeps."""

    old: str
    new: str
    needed: Bump | None
    """What the changes ask for; None when the version alone is wrong."""
    least: str
    """The lowest version that would do."""

    def __str__(self) -> str:
        why = f"the changes need a new {self.needed} version" if self.needed else "versions never go back"
        return f"the version was {self.old}, is {self.new}; {why}, {self.least} or higher"


def required_bump(changes: Iterable[Change]) -> Bump | None:
    """Return which number of the version must grow; None when nothing changed.

    Breaking changes need a new major version, compatible ones a new minor one. New wording needs a new patch: two
    documents of one version are the same document.
    """
    found = {change.severity for change in changes}
    return next((_NEEDED[severity] for severity in Severity if severity in found), None)


def verify_bump(old: Document, new: Document, changes: Iterable[Change]) -> WrongBump | None:
    """Return what is wrong with the new version, if anything. It may be higher than needed.

    Raises SpecError when a version is not three numbers.
    """
    before, after, needed = _numbers(old.version), _numbers(new.version), required_bump(changes)
    least = _bumped(before, needed)
    if after >= least:
        return None
    return WrongBump(old.version, new.version, needed, ".".join(map(str, least)))


def _bumped(numbers: tuple[int, int, int], bump: Bump | None) -> tuple[int, int, int]:
    major, minor, patch = numbers
    steps = {"major": (major + 1, 0, 0), "minor": (major, minor + 1, 0), "patch": (major, minor, patch + 1)}
    return steps[bump] if bump is not None else numbers


def _numbers(version: str) -> tuple[int, int, int]:
    parts = version.split(".")
    if len(parts) != 3 or not all(part.isdecimal() and part.isascii() for part in parts):  # noqa: PLR2004 - as the message says
        raise SpecError("#/info/version", f"{version} is not three numbers")
    major, minor, patch = map(int, parts)
    return major, minor, patch
