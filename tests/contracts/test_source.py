from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from contracts.pointer import SpecError
from contracts.source import parse

floats = st.floats(allow_nan=False, allow_infinity=False).filter(lambda number: "." in repr(number))
"""Without those as `1e+16`, which YAML 1.1 takes for text."""
scalars = st.none() | st.booleans() | st.integers() | floats | st.text("abc: -#1")
trees = st.dictionaries(
    st.text("abc", min_size=1),
    st.recursive(
        scalars, lambda inner: st.lists(inner) | st.dictionaries(st.text("abc", min_size=1), inner), max_leaves=8
    ),
)


@given(trees)
def test_json_is_read_as_json_reads_it(tree: dict[str, Any]) -> None:
    """JSON is YAML, and means the same."""
    assert parse(json.dumps(tree, indent=1)) == tree


@given(st.text())
def test_any_text_is_read_or_refused_by_spec_error(text: str) -> None:
    """No text brings another error than SpecError."""
    try:
        tree = parse(text)
    except SpecError:
        return
    assert tree == yaml.safe_load(text)


@pytest.mark.parametrize(
    ("text", "pointer", "problem"),
    [
        ("a: {b: 1, b: 2}", "#/a/b", "the key stands twice"),
        ("a: 1\nb: 2\na: 1", "#/a", "again in line 3"),
        ("a: 2026-11-23T10:30:00.000Z", "#/a", "the timestamp 2026-11-23T10:30:00.000Z is not quoted"),
        ("a: 2026-11-23", "#/a", "not quoted"),
        ("a: [no]", "#/a/0", "no is not the same"),
        ("a: 010", "#/a", "010 is not the same"),
        ("a: 1_000", "#/a", "1_000 is not the same"),
        ("a: 12:30:45", "#/a", "12:30:45 is not the same"),
        ("a: .nan", "#/a", ".nan is not the same"),
        ("a: ~", "#/a", "~ is not the same"),
        ("a: True", "#/a", "True is not the same"),
        ("a: 1e5", "#/a", "1e5 is text to some"),
        ("a: {b: one, two}", "#/a/two", "text with a comma between braces must be quoted"),
        ("a:", "#/a", "the key has no value"),
        ("1: a", "#", "a key in line 1 is not text"),
        ("? [a]\n: b", "#", "a key in line 1 is not text"),
        ("a: &b [*b]", "#", "an anchor that holds itself"),
        ("a: !!binary aGk=", "#/a", "aGk= is not the same"),
        ("a: [", "#", "not YAML"),
        ("- a", "#", "an object is needed here"),
        ("", "#", "an object is needed here"),
    ],
)
def test_what_yaml_readers_disagree_about_is_refused_at_its_place(text: str, pointer: str, problem: str) -> None:
    """SpecError names the place and what is wrong."""
    with pytest.raises(SpecError) as caught:
        parse(text)
    assert caught.value.pointer == pointer
    assert problem in caught.value.problem


@pytest.mark.parametrize("text", ["'2026-11-23'", '"no"', "'010'", "plain words", "|-\n  2026-11-23"])
def test_quoted_and_plain_words_are_text(text: str) -> None:
    """Text that cannot be mistaken needs no quotes; all else may have them."""
    assert isinstance(parse(f"a: {text}")["a"], str)
