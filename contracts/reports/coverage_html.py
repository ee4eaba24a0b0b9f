"""Coverage as a part of a page: bars, what was not seen, what was and how often, and a frame of each message."""

from __future__ import annotations

import json
from itertools import starmap
from typing import TYPE_CHECKING, Final

from contracts.reports.markup import code, each, escaped, table, tag
from contracts.suite.coverage import written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from contracts.suite.coverage import Coverage, Section

__all__ = ["of_coverage"]

LONGEST: Final = 6000
"""Characters of an example that are shown."""


def of_coverage(coverage: Coverage) -> Iterator[str]:
    """Yield the parts of the page, from its heading on."""
    titles = [section.title for section in coverage.sections if section.is_demanded]
    what = f"of {', '.join(titles[:-1])} and {titles[-1]}"
    yield tag("h2", f"Coverage: {escaped(written(coverage.percent))}")
    yield tag("p", f"How much of the contract this run got to see, {escaped(what)}.", "soft")
    yield table(
        (("", ""), ("seen", "number"), ("of", "number"), ("", "number"), ("", "")),
        map(_row, coverage.sections),
    )
    if unseen := [section for section in coverage.sections if section.unseen]:
        yield tag("h2", "Not seen")
        for section in unseen:
            yield tag("h3", escaped(section.title))
            yield tag("ul", each("li", (code(part.name) for part in section.unseen)), "names")
    yield tag("h2", "Seen")
    for section in coverage.sections:
        yield tag("details", tag("summary", escaped(section.title)) + _counts(section))
    yield tag("h2", "A frame of each message")
    yield from starmap(_example, coverage.examples.items())


def _row(section: Section) -> tuple[str, ...]:
    seen, counted = len(section.seen), len(section.counted)
    colour = "kept" if seen == counted else "unseen"
    bar = f'<meter min="0" max="{max(counted, 1)}" value="{seen}"></meter>'
    title = escaped(section.title) + ("" if section.is_demanded else " " + tag("span", "(not in the figure)", "soft"))
    return title, str(seen), str(counted), tag("span", escaped(written(section.percent)), colour), bar


def _counts(section: Section) -> str:
    rows = ((code(part.name), f"{part.count:,}") for part in section.seen)
    excused = [code(part.name) for part in section.parts if not part.counts]
    note = tag("p", f"No client can cause {', '.join(excused)}; it is not counted.", "soft") if excused else ""
    return table((("", ""), ("times", "number")), rows) + note


def _example(name: str, text: str) -> str:
    return tag("details", tag("summary", code(name)) + tag("pre", escaped(_indented(text))))


def _indented(text: str) -> str:
    whole = json.dumps(json.loads(text), indent=2, ensure_ascii=False)
    return whole if len(whole) <= LONGEST else f"{whole[:LONGEST]}\n… ({len(whole):,} characters)"
