from __future__ import annotations

from io import StringIO

from rich.console import Console

from contracts.reports.terminal import audience, tell
from tests.contracts.reports.verdicts import CODE, KEPT, verdict


def heard(*, is_terminal: bool) -> str:
    stream = StringIO()
    console = Console(file=stream, force_terminal=is_terminal, width=100, color_system=None, legacy_windows=False)
    with audience(console, clauses=2) as listener:
        for result in (KEPT, CODE):
            listener.started(result.clause)
            listener.ended(result)
    return stream.getvalue()


def test_in_a_pipe_each_clause_is_a_plain_line() -> None:
    """CI logs get lines without colours or cursor movements."""
    assert heard(is_terminal=False).splitlines() == [
        "CON-01   kept      0.25 s  Every address opens.",
        "ERR-02   broken    1.50 s  Broken JSON is named.",
    ]


def test_on_a_terminal_a_bar_moves_and_breaches_stay() -> None:
    """The bar vanishes in the end, a broken clause does not."""
    shown = heard(is_terminal=True)

    assert "✗ ERR-02" in shown
    assert "✗ CON-01" not in shown


def test_the_end_tells_of_breaches_gaps_groups_and_a_conclusion() -> None:
    """From what matters most to one sentence."""
    stream = StringIO()
    tell(verdict(), Console(file=stream, width=60))
    text = stream.getvalue()

    places = [
        text.index(words)
        for words in ("ERR-02 MUST", "ERR-10 SHOULD", "UPD-10 MUST", "group ", "The contract is broken")
    ]
    assert places == sorted(places)
    assert "  sent         hel\\x00lo" in text
