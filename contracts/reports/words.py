"""Words: a verdict in plain lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from contracts.suite.fault import Fault
    from contracts.suite.verdict import Result, Verdict

__all__ = ["conclusion", "groups", "of_broken", "of_fault", "of_unseen", "shortened", "where"]

LONGEST = 400
"""Characters of a frame that are shown."""
INDENT = "  "


def conclusion(verdict: Verdict) -> str:
    """Say in one sentence how it ended."""
    kept, broken, unseen = (len(verdict.of(status)) for status in ("kept", "broken", "unseen"))
    counts = f"{kept} clauses kept, {broken} broken, {unseen} not seen"
    if verdict.kept:
        only = " (each a SHOULD; --strict would count it)" if broken else ""
        return f"The contract is kept: {counts}{only}."
    if not verdict.counted:
        return "Nothing was seen: no clause was kept and none broken."
    return f"The contract is broken: {counts}."


def groups(verdict: Verdict) -> dict[str, dict[str, int]]:
    """Count by group: kept, broken, unseen."""
    counts: dict[str, dict[str, int]] = {}
    for result in verdict.results:
        count = counts.setdefault(result.clause.group, {"kept": 0, "broken": 0, "unseen": 0})
        count[result.status] += 1
    return counts


def of_broken(result: Result) -> Iterator[str]:
    """Tell of a broken clause what was asked, what was sent and came, and what should have come."""
    clause = result.clause
    yield f"{clause.id} {clause.level}  {clause.text}"
    for fault in result.faults:
        yield from (f"{INDENT}{line}" for line in of_fault(fault))
    if result.more:
        yield f"{INDENT}and {result.more} more like these"
    yield f"{INDENT}written in   {where(clause.source)}"


def of_fault(fault: Fault) -> Iterator[str]:
    """Tell of one fault, a line for each thing that is known."""
    yield f"found        {fault.problem}"
    for label, text in (
        ("expected", fault.expected),
        ("at", fault.path),
        ("sent", fault.sent),
        ("came", fault.came),
        ("pointer", fault.pointer),
    ):
        if text:
            yield f"{label:<13}{shortened(text)}"
    for number, step in enumerate(fault.script, 1):
        yield f"{f'step {number}':<13}{shortened(step)}"


def of_unseen(result: Result) -> str:
    """Tell why a clause was not seen."""
    because = f" (see {result.because})" if result.because else ""
    return f"{result.clause.id} {result.clause.level}  {result.clause.text}  Not seen: {result.reason}{because}"


def where(source: str) -> str:
    """Write out the place of a clause."""
    return f"asyncapi.yaml{source}" if source.startswith("#") else source


def shortened(text: str, longest: int = LONGEST) -> str:
    """Cut a text that is too long to read; what cannot be printed is escaped."""
    printable = "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in text)
    if len(printable) <= longest:
        return printable
    return f"{printable[:longest]}… ({len(text):,} characters)"
