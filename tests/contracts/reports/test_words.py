from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.reports.words import conclusion, groups, of_broken, of_unseen, shortened
from tests.contracts.reports.verdicts import CODE, HINT, KEPT, UNHEARD, verdict


def test_a_broken_clause_is_told_whole() -> None:
    """What the clause asks, what was sent and came, what was expected and where; the steps, and where it is written."""
    assert list(of_broken(CODE)) == [
        "ERR-02 MUST  Broken JSON is named.",
        "  found        the code is 'x'",
        "  expected     `invalid_json`",
        "  at           /ws/data",
        r"  sent         hel\x00lo\n\ufffe",
        '  came         {"code": "x"}',
        "  pointer      /data/code",
        "  step 1       connection 1 opens /ws",
        "  step 2       connection 1 sends {",
        "  and 41 more like these",
        "  written in   asyncapi.yaml#/x-error-codes",
    ]


def test_what_is_not_known_has_no_line() -> None:
    """A fault of few words is told in few lines."""
    assert list(of_broken(HINT)) == [
        "ERR-10 SHOULD  Names are hinted at.",
        "  found        no hint",
        "  written in   seed: Errors",
    ]


def test_an_unseen_clause_says_why() -> None:
    """With the clause that explains it."""
    assert of_unseen(UNHEARD) == "UPD-10 MUST  Said once.  Not seen: silence (see CON-02)"


@pytest.mark.parametrize(
    ("results", "strict", "words"),
    [
        ((KEPT,), False, "The contract is kept: 1 clauses kept, 0 broken, 0 not seen."),
        (
            (KEPT, HINT),
            False,
            "The contract is kept: 1 clauses kept, 1 broken, 0 not seen (each a SHOULD; --strict would count it).",
        ),
        ((KEPT, HINT), True, "The contract is broken: 1 clauses kept, 1 broken, 0 not seen."),
        ((KEPT, CODE, UNHEARD), False, "The contract is broken: 1 clauses kept, 1 broken, 1 not seen."),
        ((UNHEARD,), False, "Nothing was seen: no clause was kept and none broken."),
    ],
)
def test_the_conclusion_is_one_sentence(results: tuple, strict: bool, words: str) -> None:  # type: ignore[type-arg]  # noqa: FBT001
    """Kept, broken, or nothing seen, with the counts."""
    assert conclusion(verdict(*results, strict=strict)) == words


def test_groups_are_counted_in_order() -> None:
    """Each group by how its clauses ended."""
    assert groups(verdict()) == {
        "CON": {"kept": 1, "broken": 0, "unseen": 1},
        "ERR": {"kept": 0, "broken": 2, "unseen": 0},
        "UPD": {"kept": 0, "broken": 0, "unseen": 1},
    }


@given(st.text(), st.integers(1, 50))
def test_a_shown_frame_is_one_line_of_bounded_length(text: str, longest: int) -> None:
    """Whatever a frame holds, it cannot break the report: no control characters, no line breaks, not too long."""
    shown = shortened(text, longest)

    assert shown.isprintable()
    assert len(shown) <= longest + 40
