"""The list of clauses, in columns or as a table of Markdown.

`python -m contracts.reports.listing contracts/README.md` writes the table between its markers; a test compares.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from contracts.reports.words import where
from contracts.suite.groups import CHECKS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from contracts.suite.clause import Check

__all__ = ["fill", "listing"]

HEAD = "| Clause | Level | What is required | Looked at | Written in |\n| --- | --- | --- | --- | --- |\n"
SEEN_IN = {"written": "document", "live": "gateway", "observed": "traffic"}
"""What a check of each kind looks at."""


def listing(checks: Sequence[Check], *, markdown: bool = False) -> str:
    """Write a line for each clause, in the order given."""
    return HEAD + "".join(map(_row, checks)) if markdown else "".join(map(_line, checks))


def fill(text: str) -> str:
    """Put the table of all clauses between its markers, `<!-- table: clauses -->` and `<!-- end -->`."""
    table = f"<!-- table: clauses -->\n{listing(CHECKS, markdown=True)}<!-- end -->"
    return re.sub(r"<!-- table: clauses -->\n.*?<!-- end -->", lambda _: table, text, flags=re.DOTALL)


def _line(check: Check) -> str:
    clause = check.clause
    return f"{clause.id:<8} {clause.level:<7} {clause.text}  [{where(clause.source)}]\n"


def _row(check: Check) -> str:
    clause = check.clause
    text = clause.text.replace("|", "\\|")
    return f"| {clause.id} | {clause.level} | {text} | {SEEN_IN[check.kind]} | {where(clause.source)} |\n"


if __name__ == "__main__":
    readme = Path(sys.argv[1])
    readme.write_text(fill(readme.read_text(encoding="utf-8")), encoding="utf-8")
