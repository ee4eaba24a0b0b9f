"""Change: one difference between two documents, and what it means for a client of the old one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Change", "Severity", "merge"]


class Severity(StrEnum):
    """What a client has to do about a change, the worst first."""

    BREAKING = "breaking"
    """A client that keeps the old document can fail, or nobody can say that it cannot."""
    COMPATIBLE = "compatible"
    """The conversation differs, but every client of the old document goes on."""
    EDITORIAL = "editorial"
    """Only the wording or the layout of the document differs."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference."""

    severity: Severity
    pointer: str
    """A JSON pointer with a leading `#`: into the new document, or into the old one when the place is gone."""
    words: str
    """What is different there, without a full stop."""
    messages: tuple[str, ...] = ()
    """The messages that it concerns, when it lies in their payload."""


def merge(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Make one of those that differ in their messages only, as changes of a shared schema do; the worst come first."""
    merged: dict[tuple[Severity, str, str], dict[str, None]] = {}
    for change in changes:
        names = merged.setdefault((change.severity, change.pointer, change.words), {})
        names.update(dict.fromkeys(change.messages))
    order = list(Severity)
    return tuple(
        Change(severity, pointer, words, tuple(names))
        for (severity, pointer, words), names in sorted(merged.items(), key=lambda entry: order.index(entry[0][0]))
    )
