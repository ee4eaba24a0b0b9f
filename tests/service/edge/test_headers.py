from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from service.edge.headers import listed, only, values
from tests.fakes.upgrade import upgrade

WORDS = st.lists(st.text("abcxyz019-.", min_size=1, max_size=8), max_size=8)
PADDING = st.sampled_from(["", " ", "\t", "  "])


def test_a_header_that_stands_there_twice_has_two_values_and_no_only_one() -> None:
    """Values come in their order; what is doubled is as good as absent where one is wanted."""
    scope = upgrade("/ws", ("x-a", "first"), ("x-b", "other"), ("x-a", "second"))

    assert values(scope, "x-a") == ["first", "second"]
    assert only(scope, "x-a") is None
    assert only(scope, "x-b") == "other"
    assert only(scope, "x-c") is None


def test_any_byte_can_stand_in_a_value() -> None:
    """Values are read as latin-1, which gives each byte a character (RFC 9110 §5.5)."""
    text = "".join(map(chr, range(256)))
    scope = {"headers": [(b"x-a", bytes(range(256)))]}

    assert only(scope, "x-a") == text


@given(st.lists(WORDS, max_size=4), PADDING, PADDING)
def test_a_list_is_the_same_in_one_header_and_in_several(lines: list[list[str]], before: str, after: str) -> None:
    """RFC 9110 §5.3: lines of one name are one list; blanks around elements and empty elements say nothing."""
    spread = [("x-a", ",".join(f"{before}{word}{after}" for word in words)) for words in lines]
    joined = ("x-a", ", ,".join(word for words in lines for word in words))
    expected = [word for words in lines for word in words]

    assert listed(upgrade("/ws", *spread), "x-a") == expected
    assert listed(upgrade("/ws", joined), "x-a") == expected
