"""Clause: one numbered requirement of the contract; Check: the function that looks whether it is kept.

A check is one of three kinds, by what it looks at:

    written    the document alone
    live       a running gateway; it opens connections of its own
    observed   all traffic of a run, at its end, or of a recording; it may provoke the traffic it wants to see
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from contracts.document import Document
    from contracts.suite.evidence import Evidence
    from contracts.suite.fault import Fault
    from contracts.suite.target import Target

__all__ = ["MUST", "SHOULD", "Check", "Clause", "Kind", "Level", "live", "observed", "written"]

Level = Literal["MUST", "SHOULD"]
Kind = Literal["written", "live", "observed"]

MUST: Final = "MUST"
SHOULD: Final = "SHOULD"


@dataclass(frozen=True, slots=True)
class Clause:
    """A requirement. Its id never changes and is never used again."""

    id: str
    """Such as `CON-03`."""
    level: Level
    """MUST is demanded of every gateway, SHOULD only by `--strict`."""
    text: str
    """One sentence."""
    source: str
    """Where it is written: a JSON pointer into asyncapi.yaml, such as `#/x-error-codes`, or `seed: <section>`."""

    @property
    def group(self) -> str:
        """The part before the number."""
        return self.id.partition("-")[0]


@dataclass(frozen=True, slots=True)
class Check:
    """A clause, and how it is looked at."""

    clause: Clause
    kind: Kind
    run: Any
    """By kind: `(Document) -> Iterator[Fault]`, `async (Target) -> None`, `(Evidence) -> Iterator[Fault]`."""
    provoke: Callable[[Target], Awaitable[None]] | None = None
    """Of an observed one: makes traffic that shows something, and judges nothing."""
    goes_beside: bool = False
    """Of a live one: whether it waits so much, and disturbs so little, that it goes on while the others do."""


def written(id_: str, level: Level, text: str, source: str) -> Callable[[Callable[[Document], Iterator[Fault]]], Check]:
    """Make a check of the document. It yields what is wrong."""
    return lambda run: Check(Clause(id_, level, text, source), "written", run)


def live(
    id_: str, level: Level, text: str, source: str, *, goes_beside: bool = False
) -> Callable[[Callable[[Target], Awaitable[None]]], Check]:
    """Make a check of a running gateway. It raises Broken or Unseen, and returns when the clause is kept."""
    return lambda run: Check(Clause(id_, level, text, source), "live", run, goes_beside=goes_beside)


def observed(
    id_: str,
    level: Level,
    text: str,
    source: str,
    provoke: Callable[[Target], Awaitable[None]] | None = None,
) -> Callable[[Callable[[Evidence], Iterator[Fault]]], Check]:
    """Make a check of traffic. It yields what is wrong, and raises Unseen when there was nothing to look at.

    `provoke` runs among the live checks.
    """
    return lambda run: Check(Clause(id_, level, text, source), "observed", run, provoke)
