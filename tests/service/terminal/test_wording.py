from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.terminal.wording import dollars, duration, figure, plain


@given(st.text())
def test_foreign_text_cannot_command_the_terminal(text: str) -> None:
    """Whatever a provider writes into a headline, it stays one line of characters that can be seen."""
    assert plain(text).isprintable()


def test_what_can_be_seen_is_left_alone() -> None:
    """Only what cannot be seen goes: the escape that would have cleared the screen leaves harmless letters."""
    assert plain("Ether \x1b[2J up\n5 % · für alle") == "Ether  [2J up 5 % · für alle"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0.00"),
        (0.000012345, "1.234e-05"),
        (0.31034, "0.3103"),
        (2352.774, "2,352.77"),
        (76_961.51, "76,962"),
        (4_600_000, "4.6 M"),
        (2.3e9, "2.3 B"),
        (1.5e12, "1.5 T"),
        (-4_600_000, "-4.6 M"),
    ],
)
def test_a_figure_is_as_long_as_people_read_it(value: float, text: str) -> None:
    """Thousands are set apart, millions have a letter, and small values keep four digits."""
    assert figure(value) == text


def test_dollars_say_so() -> None:
    """An amount has its sign before it."""
    assert dollars(76_961.51) == "$76,962"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(-2, "0 s"), (0, "0 s"), (59.9, "60 s"), (60, "1 min"), (3599, "59 min"), (7200, "2 h"), (200_000, "2 d")],
)
def test_a_duration_has_its_largest_unit(seconds: float, text: str) -> None:
    """Ages are compared at a glance; a clock that is ahead makes none negative."""
    assert duration(seconds) == text
