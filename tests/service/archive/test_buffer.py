from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from service.archive.buffer import Buffer
from tests.service.archive.shelf import record

if TYPE_CHECKING:
    from service.archive.record import Record

ACTIONS = st.lists(st.sampled_from(["add", "add", "add", "take", "done"]), max_size=200)


@given(ACTIONS, st.integers(1, 20), st.integers(1, 10))
def test_nothing_vanishes_without_being_counted(actions: list[str], max_rows: int, batch_rows: int) -> None:
    """Whatever happens: stored, waiting and lost are all there was, in order, without repetition, within the bound."""
    buffer = Buffer(max_rows)
    added = 0
    stored: list[Record] = []
    for action in actions:
        if action == "add":
            buffer.add(record(added))
            added += 1
        elif action == "take":
            batch = buffer.take(batch_rows)
            assert len(batch) <= batch_rows
            assert buffer.take(batch_rows) == batch
        else:
            stored += buffer.take(batch_rows)
            buffer.done()
        assert len(buffer) <= max_rows
    waiting = len(buffer)
    while batch := buffer.take(batch_rows):
        stored += batch
        buffer.done()

    assert len(stored) + buffer.lost == added
    assert stored == sorted(stored, key=lambda one: one.at)
    assert len(set(stored)) == len(stored)
    assert stored[len(stored) - waiting :] == [record(n) for n in range(added)][added - waiting :] or buffer.lost


def test_the_oldest_that_waits_is_dropped() -> None:
    """The newest records are worth most, and a batch that is being stored is not touched."""
    buffer = Buffer(4)
    for number in range(3):
        buffer.add(record(number))
    batch = buffer.take(2)
    for number in range(3, 6):
        buffer.add(record(number))

    assert (list(batch), buffer.lost) == ([record(0), record(1)], 2)
    buffer.done()
    assert list(buffer.take(9)) == [record(4), record(5)]


def test_a_bound_below_a_batch_holds() -> None:
    """While the whole buffer is one batch under way, what comes is lost."""
    buffer = Buffer(1)
    buffer.add(record(0))
    buffer.take(500)
    buffer.add(record(1))

    assert (len(buffer), buffer.lost) == (1, 1)
