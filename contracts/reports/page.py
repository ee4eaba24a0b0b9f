"""A verdict and its coverage as one HTML page that needs nothing else: no script, no font, no request."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from contracts.reports.coverage_html import of_coverage
from contracts.reports.markup import code, each, escaped, prose, table, tag
from contracts.reports.words import conclusion, groups, shortened, where

if TYPE_CHECKING:
    from collections.abc import Iterator

    from contracts.suite.coverage import Coverage
    from contracts.suite.fault import Fault
    from contracts.suite.verdict import Result, Verdict

__all__ = ["page"]

LONGEST: Final = 20_000
"""Characters of a frame that are shown."""
GLANCE: Final = 240
"""So many of them at first sight."""
COLUMNS: Final = (("group", ""), ("kept", "number"), ("broken", "number"), ("not seen", "number"))


def page(verdict: Verdict, coverage: Coverage) -> str:
    """Write the page: how it ended, what is broken, what was not seen, what was kept, and the coverage."""
    style = Path(__file__).with_name("page.css").read_text(encoding="utf-8")
    body = "\n".join([*_head(verdict), *_broken(verdict), *_unseen(verdict), *_kept(verdict), *of_coverage(coverage)])
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{escaped(conclusion(verdict))}</title>
<style>
{style}</style>
</head>
<body>
{body}
</body>
</html>
"""


def _head(verdict: Verdict) -> Iterator[str]:
    yield tag("h1", escaped(conclusion(verdict)), "kept" if verdict.kept else "broken")
    if verdict.traffic is not None:
        session = verdict.traffic.session
        scale = "" if session.interval_scale == 1 else f", intervals times {session.interval_scale:g}"
        circumstances = f"{session.url}, {session.started_at}, contract {session.version}{scale}"
        yield tag("p", escaped(circumstances), "soft")
    yield table(COLUMNS, (_counts(group, counts) for group, counts in groups(verdict).items()))


def _counts(group: str, counts: dict[str, int]) -> list[str]:
    shown = (tag("span", str(count), status) if count else tag("span", "·", "soft") for status, count in counts.items())
    return [escaped(group), *shown]


def _broken(verdict: Verdict) -> Iterator[str]:
    if results := verdict.of("broken"):
        yield tag("h2", "Broken")
        for result in results:
            clause = result.clause
            title = tag("h3", f"{tag('span', escaped(clause.id), 'id')} {prose(clause.text)}")
            more = tag("p", f"and {result.more} more like these", "soft") if result.more else ""
            source = tag("p", f"{escaped(clause.level)}, written in {code(where(clause.source))}", "soft")
            inner = title + "".join(map(_fault, result.faults)) + more + source
            yield tag("article", inner, "" if result in verdict.counted else "should")


def _fault(fault: Fault) -> str:
    known = [("found", prose(fault.problem))]
    for label, text in (
        ("expected", fault.expected),
        ("at", fault.path),
        ("sent", fault.sent),
        ("came", fault.came),
        ("pointer", fault.pointer),
    ):
        if text:
            known.append((label, _text(text)))
    known += [(f"step {number}", _text(step)) for number, step in enumerate(fault.script, 1)]
    return tag("dl", "".join(tag("dt", label) + tag("dd", inner) for label, inner in known))


def _text(text: str) -> str:
    if len(text) <= GLANCE:
        return code(text)
    return tag("details", tag("summary", code(shortened(text, GLANCE))) + tag("pre", escaped(shortened(text, LONGEST))))


def _unseen(verdict: Verdict) -> Iterator[str]:
    if results := verdict.of("unseen"):
        yield tag("h2", "Not seen")
        yield tag("ul", each("li", map(_reason, results)))


def _reason(result: Result) -> str:
    because = f" (see {escaped(result.because)})" if result.because else ""
    return f"{_named(result)} {tag('span', prose(result.reason) + because, 'unseen')}"


def _kept(verdict: Verdict) -> Iterator[str]:
    if results := verdict.of("kept"):
        listed = tag("ul", each("li", map(_named, results)))
        yield tag("details", tag("summary", f"{len(results)} clauses kept") + listed)


def _named(result: Result) -> str:
    return f"{tag('span', escaped(result.clause.id), 'id')} {prose(result.clause.text)}"
