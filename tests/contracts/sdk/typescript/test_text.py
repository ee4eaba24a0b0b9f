from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from contracts.sdk.typescript.text import camel, comment, imports, key, names, quoted, record, union

WORDS = st.lists(st.from_regex(r"[A-Za-z`(]{1,30}[.,]?", fullmatch=True), min_size=1, max_size=80).map(" ".join)


@given(WORDS, st.integers(0, 8))
def test_a_comment_holds_every_word_and_fits(text: str, indent: int) -> None:
    """A comment is as long as a line may be, and loses nothing."""
    lines = comment(text, " " * indent).splitlines()
    words = " ".join(lines).replace("/**", "").replace("*/", "").replace(" * ", " ").split()

    assert all(len(line) <= 120 and line.startswith(" " * indent) for line in lines)
    assert words == text.split()


@given(st.text())
def test_no_text_ends_a_comment(text: str) -> None:
    """Whatever a description says, the comment ends where it should."""
    written = comment(text)

    assert written == "" or (written.count("*/") == 1 and written.endswith("*/\n"))


def test_no_text_is_no_comment() -> None:
    """Where there is nothing to say, there is nothing."""
    assert comment("") == comment("  \n") == ""


def test_paragraphs_stay_apart() -> None:
    """Lines of a description are lines of the comment; none ends in a space."""
    assert comment("One.\n\nTwo.", "  ") == "  /**\n   * One.\n   *\n   * Two.\n   */\n"


@given(st.text())
def test_a_quoted_text_is_that_text(text: str) -> None:
    """String literals are those of JSON."""
    assert json.loads(quoted(text)) == text


def test_names_of_properties_are_quoted_where_they_must() -> None:
    """An identifier stands for itself."""
    assert [key(name) for name in ("a_1", "$", "class", "a-b", "1", "")] == ["a_1", "$", "class", '"a-b"', '"1"', '""']


def test_words_become_camels() -> None:
    """Methods have the names that the language is used to."""
    assert [camel(name) for name in ("ping", "get_status", "a_b_c", "at_2")] == ["ping", "getStatus", "aBC", "at2"]


def test_lists_are_broken_when_they_are_long() -> None:
    """Imports, exports and unions take one line if that is short enough, and one for each name if not."""
    long = [f"Name{number}WithManyLetters" for number in range(8)]

    assert imports(["B", "A", "B"], "./a.js") == 'import type { A, B } from "./a.js";\n'
    assert imports([], "./a.js") == ""
    assert names("export", ["A"], "./a.js") == 'export { A } from "./a.js";\n'
    assert names("export", long, "./a.js") == (
        "export {\n" + "".join(f"  {name},\n" for name in long) + '} from "./a.js";\n'
    )
    assert union("A", ["B", "C"]) == "export type A = B | C;\n"
    assert union("A", long) == "export type A =" + "".join(f"\n  | {name}" for name in long) + ";\n"


def test_a_record_has_a_line_for_each_item() -> None:
    """Values are written as they are given."""
    assert record([("a", "1"), ("b-c", "true")], "  ") == '{\n    a: 1,\n    "b-c": true,\n  }'
