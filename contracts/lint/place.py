"""Place: where a rule was broken, and how."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Finding", "Place"]


@dataclass(frozen=True, slots=True)
class Place:
    """What a rule yields."""

    pointer: str
    """A JSON pointer into the document, with a leading `#`."""
    problem: str
    """What is wrong there, without a full stop."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A place with the name of the rule that was broken there."""

    rule: str
    pointer: str
    problem: str

    def __str__(self) -> str:
        return f"{self.pointer}: {self.problem} ({self.rule})"
