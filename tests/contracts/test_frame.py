from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.frame import Violation, parse

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(values)
def test_json_of_every_kind_is_read(value: Any) -> None:
    """What JSON can say is read back, from text and from bytes."""
    text = json.dumps(value)
    assert parse(text) == parse(text.encode()) == (value, ())


@given(st.text() | st.binary())
def test_no_frame_raises(frame: str | bytes) -> None:
    """Whatever the frame, there is a value or a violation."""
    value, violations = parse(frame)
    assert value is None or not violations


@pytest.mark.parametrize(
    ("frame", "pointer", "problem"),
    [
        ('{"a": {"b": 1, "b": 1}}', "/a/b", "the key stands twice"),
        ('{"a": [0, NaN]}', "/a/1", "nan is not a number in JSON"),
        ('{"a": -Infinity}', "/a", "-inf is not a number in JSON"),
        ('{"a": 1e999}', "/a", "inf is not a number in JSON"),
        ('{"a": 1E+0400}', "/a", "inf is not a number in JSON"),
        ('{"a": ' + "9" * 309 + ".5}", "/a", "inf is not a number in JSON"),
        ('{"a": ' + "1" * 220 + "e90}", "/a", "inf is not a number in JSON"),
        ('{"a": "\ud800"}', "/a", "the text holds half a surrogate pair"),
        ('{"a": "\\ud800"}', "/a", "the text holds half a surrogate pair"),
        ('{"\\udfff": 1}', "", "the text holds half a surrogate pair"),
        ("{", "", "not JSON"),
        ("", "", "not JSON"),
        (b"\xff", "", "not JSON"),
        (b"\xef\xbb\xbf{}", "", "not JSON"),
        ("1" * 5000, "", "not JSON"),
        ("[" * 100_000, "", "not JSON"),
    ],
)
def test_what_json_readers_disagree_about_is_a_violation(frame: str | bytes, pointer: str, problem: str) -> None:
    """The violation says where and what, and there is no value."""
    value, (violation,) = parse(frame)
    assert value is None
    assert (violation.pointer, problem in violation.problem) == (pointer, True)


def test_a_key_that_stands_three_times_is_one_violation() -> None:
    """One fault is reported once."""
    assert parse('{"a": 1, "a": 2, "a": 3}')[1] == (Violation("/a", "the key stands twice"),)
