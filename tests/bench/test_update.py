from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from tests.bench.update import FIRST, TOPIC, Template, sequence_at

SIZES = st.integers(150, 10_000)
SEQUENCES = st.integers(FIRST, 10 * FIRST - 1)


@given(SIZES, SEQUENCES)
def test_an_update_is_as_long_as_was_asked_for(size_bytes: int, sequence: int) -> None:
    """Its text has the size exactly, whatever its number, and says the same as its event."""
    update = Template(TOPIC, size_bytes).update(sequence)

    assert len(update.text.encode()) == size_bytes
    assert json.loads(update.text) == update.event
    assert json.dumps(update.event, separators=(",", ":")) == update.text


@given(SIZES, SEQUENCES, st.binary(max_size=20))
def test_its_number_is_read_without_parsing(size_bytes: int, sequence: int, before: bytes) -> None:
    """The number is found in the bytes of an update, wherever it begins."""
    text = Template(TOPIC, size_bytes).update(sequence).text.encode()

    assert sequence_at(bytearray(before + text), len(before)) == sequence


def test_only_updates_of_the_topic_count() -> None:
    """Replies, greetings and updates of other topics have no number."""
    news = Template("news", 300).update(FIRST).text

    for text in (news, '{"service":"system","type":"pong","data":{}}', ""):
        assert sequence_at(bytearray(text.encode()), 0) is None
