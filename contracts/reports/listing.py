"""The list of clauses, in columns or as a table of Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.reports.words import where

if TYPE_CHECKING:
    from collections.abc import Sequence

    from contracts.suite.clause import Check

__all__ = ["listing"]


def listing(checks: Sequence[Check], *, markdown: bool = False) -> str:
    """Write a line for each clause, in the order given."""
    if markdown:
        return "\n".join(
            [
                "| Clause | Level | What is required | Looked at | Written in |",
                "|---|---|---|---|---|",
                *map(_row, checks),
            ]
        )
    return "\n".join(
        f"{check.clause.id:<8} {check.clause.level:<7} {check.clause.text}  [{where(check.clause.source)}]"
        for check in checks
    )


def _row(check: Check) -> str:
    clause = check.clause
    text = clause.text.replace("|", "\\|")
    return f"| {clause.id} | {clause.level} | {text} | {check.kind} | `{where(clause.source)}` |"
