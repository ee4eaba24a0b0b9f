from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.reports.coverage_html import of_coverage
from contracts.reports.markup import code, escaped, prose
from contracts.reports.page import page
from contracts.suite.coverage import Coverage, Part, Section
from tests.contracts.reports.verdicts import CODE, KEPT, verdict

if TYPE_CHECKING:
    from collections.abc import Iterable

HOSTILE = '<script src="https://evil.example/x.js">alert("&amp;")</script>'
UNCAUSED = Part("internal_error", 0, can_be_caused=False)
COVERAGE = Coverage(
    (
        Section("channels", (Part("/ws", 1234), Part("/ws/news", 0)), is_demanded=True),
        Section("error codes", (Part("invalid_json", 3), UNCAUSED), is_demanded=True),
        Section("enum values", (Part(HOSTILE, 1),), is_demanded=False),
    ),
    {"PongEvent": '{"type":"pong","data":{}}', "NewsUpdate": json.dumps({"text": HOSTILE, "long": "x" * 9000})},
)


class Reader(HTMLParser):
    """Reads a page as a browser would, and minds what is not closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.shown: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not self.open or self.open[-1] != "style":
            self.shown.append(data)

    @property
    def text(self) -> str:
        return "".join(self.shown)


def in_order(text: str, words: Iterable[str]) -> bool:
    return re.search(".*".join(map(re.escape, words)), text, re.DOTALL) is not None


def test_the_page_is_whole_and_asks_for_nothing() -> None:
    """Every element is closed; no script, no link, no image, nothing to load: a browser is even forbidden to."""
    whole = page(verdict(), COVERAGE)
    reader = Reader(whole)

    assert reader.open == []
    assert {"script", "link", "img", "iframe", "a"}.isdisjoint(reader.tags)
    assert {"src", "href", "style", "onclick"}.isdisjoint(name for name, _ in reader.attributes)
    assert re.search(r"url\(|@import", whole) is None
    assert ("content", "default-src 'none'; style-src 'unsafe-inline'") in reader.attributes


def test_the_page_goes_from_what_matters_to_what_is_well() -> None:
    """The conclusion, the breaches, what was not seen, what was kept, the coverage."""
    text = Reader(page(verdict(), COVERAGE)).text

    words = ("The contract is broken", "ERR-02", "ERR-10", "Not seen", "UPD-10", "1 clauses kept", "Coverage: 66.6 %")
    assert in_order(text, words)


def test_a_breach_is_told_with_all_that_is_known() -> None:
    """What was found and expected, where, what was sent and came, the steps, and how many more there are."""
    text = Reader(page(verdict(CODE), COVERAGE)).text
    fault = CODE.faults[0]

    words = ("the code is 'x'", "invalid_json", "/ws/data", "hel\\x00lo", "/data/code", "step 2", "41 more", "MUST")
    assert in_order(text, words)
    assert fault.came in text


def test_a_kept_contract_has_no_breaches() -> None:
    """Nothing is said of what did not happen."""
    text = Reader(page(verdict(KEPT), COVERAGE)).text

    assert "The contract is kept" in text
    assert "Broken" not in text


def test_what_came_from_outside_stays_text() -> None:
    """Frames and names are shown as they are, and do nothing."""
    reader = Reader(page(verdict(), COVERAGE))

    assert "script" not in reader.tags
    assert HOSTILE in reader.text


def test_coverage_names_what_was_not_seen_and_counts_what_was() -> None:
    """Bars, names, counts, and what nobody can ask for."""
    reader = Reader("".join(of_coverage(COVERAGE)))

    assert in_order(reader.text, ("channels", "1", "2", "50 %", "Not seen", "/ws/news", "Seen", "/ws", "1,234"))
    assert "No client can cause internal_error" in reader.text
    assert [(name, value) for name, value in reader.attributes if name in {"max", "value"}] == [
        *(("max", "2"), ("value", "1")),
        *(("max", "1"), ("value", "1")),
        *(("max", "1"), ("value", "1")),
    ]


def test_examples_are_there_for_whoever_opens_them() -> None:
    """One of each message, indented; one that is too long is cut, and says so."""
    markup = "".join(of_coverage(COVERAGE))
    text = Reader(markup).text

    assert '{\n  "type": "pong",\n  "data": {}\n}' in text
    assert re.search(r"x…? ?\n… \(9,\d{3} characters\)", text)
    assert "<details open" not in markup


def test_a_run_that_saw_nothing_has_no_examples() -> None:
    """The page holds all the same."""
    assert Reader(page(verdict(KEPT), Coverage(COVERAGE.sections, {}))).open == []


@given(st.text("a`<&é\n", max_size=12))
def test_prose_shows_its_words_without_the_backticks_of_code(text: str) -> None:
    """An odd backtick stays."""
    reader = Reader(prose(text))
    expected = text if text.count("`") % 2 == 0 else text[: text.rindex("`")]

    assert reader.text.replace("`", "") == text.replace("`", "")
    assert reader.tags.count("code") == expected.count("`") // 2
    assert reader.text.count("`") == text.count("`") % 2


@pytest.mark.parametrize("letter", ["\x00", "\x1b", "\u202e", "\ud800"])
def test_what_cannot_be_printed_is_written_as_an_escape(letter: str) -> None:
    """Control characters, the turning of text, half a character: a page holds none of them."""
    assert escaped(f"a{letter}b\n") == f"a{letter!r}b\n".replace("'", "")
    assert code(letter) == f"<code>{letter!r}</code>".replace("'", "")
