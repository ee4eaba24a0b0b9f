from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.pointer import SpecError
from contracts.suite.traffic import Entry, Event, Session, Traffic, read_traffic, write_traffic

SESSION = Session("http://127.0.0.1:7860", "2026-11-23T10:30:00+00:00", 0.05, "2.1.0")
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
ENTRIES = st.builds(
    Entry,
    connection=st.integers(1, 99),
    path=st.sampled_from(["/ws", "/ws/news"]),
    event=st.sampled_from(get_args(Event)),
    at=st.just("2026-11-23T10:30:00.123456+00:00"),
    elapsed_s=st.floats(0, 1e6),
    text=TEXTS,
    binary=st.booleans(),
    code=st.none() | st.integers(200, 4999),
    headers=st.dictionaries(st.sampled_from(["content-type", "retry-after"]), TEXTS),
)


@given(st.lists(ENTRIES))
def test_a_recording_reads_as_it_was_written(entries: list[Entry]) -> None:
    """Whatever frames held, line breaks of every kind included, a recording has it again, a line for each entry."""
    traffic = Traffic(SESSION, entries)
    lines = list(write_traffic(traffic))

    assert len(lines) == len(entries) + 1
    assert read_traffic("".join(lines).split("\n")[:-1]) == traffic


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        ([], "line 1: the recording is empty"),
        (["{"], "line 1: not JSON"),
        (["[]"], "line 1: an object is needed here"),
        (["{}"], "line 1: this is no recording of a verification"),
        (
            [next(write_traffic(Traffic(SESSION))), '{"connection": 1}'],
            "line 2: this is no recording of a verification",
        ),
    ],
)
def test_what_is_no_recording_is_refused_with_its_line(lines: list[str], problem: str) -> None:
    """The line is named, and what is wrong with it."""
    with pytest.raises(SpecError) as refused:
        read_traffic(lines)

    assert str(refused.value) == problem


def test_entries_are_sorted_by_connection_in_order() -> None:
    """Each connection has its own story."""
    entries = [Entry(number, "/ws", "sent", "", elapsed_s) for elapsed_s, number in enumerate((1, 2, 1, 3, 2))]

    stories = Traffic(SESSION, entries).connections()

    assert {number: [entry.elapsed_s for entry in story] for number, story in stories.items()} == {
        1: [0, 2],
        2: [1, 4],
        3: [3],
    }
