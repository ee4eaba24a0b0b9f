from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.archive.record import Record, storable
from tests.fakes.clock import START


@given(st.text())
def test_every_json_text_can_be_stored(text: str) -> None:
    """Whatever a provider sends: JSON escapes what databases refuse."""
    assert storable(Record("news", START, json.dumps(text)))


@pytest.mark.parametrize("text", ["a\0b", "\ud800"])
def test_what_is_no_text_cannot_be_stored(text: str) -> None:
    """PostgreSQL refuses NUL, and half a character has no encoding."""
    assert not storable(Record("news", START, text))
