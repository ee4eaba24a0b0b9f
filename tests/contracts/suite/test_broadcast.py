from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.suite.broadcast import differences
from contracts.suite.evidence import Seen, seen
from contracts.suite.traffic import Entry

KEPT = st.lists(st.booleans(), min_size=12, max_size=12)


def update(number: int, *, service: str = "news", timestamp: Any = None, value: Any = None) -> Seen:
    timestamp = f"2026-11-23T10:30:{number:02}.000Z" if timestamp is None else timestamp
    frame = {"service": service, "type": "update", "data": {"value": value or number}, "timestamp": timestamp}
    return seen(Entry(1, "/ws", "came", "", number, json.dumps(frame)))


@given(KEPT, KEPT)
def test_readers_that_miss_different_updates_got_the_same(mine: list[bool], theirs: list[bool]) -> None:
    """Slow readers get fewer updates; that is no difference, as long as they have any in common."""
    published = [update(number) for number in range(12)]
    mine[5] = theirs[5] = True
    ones, others = ([each for each, kept in zip(published, keeps, strict=True) if kept] for keeps in (mine, theirs))

    assert list(differences(ones, others)) == []


@given(KEPT, KEPT)
def test_updates_of_one_timestamp_that_differ_are_found(mine: list[bool], theirs: list[bool]) -> None:
    """Whatever else was missed."""
    mine[5] = theirs[5] = True
    ones = [update(number) for number, kept in enumerate(mine) if kept]
    others = [update(number, value=99 if number == 5 else None) for number, kept in enumerate(theirs) if kept]

    assert [(one.entry.text, other.data["value"]) for one, other in differences(ones, others)] == [
        (update(5).entry.text, 99)
    ]


@pytest.mark.parametrize("count", [2, 5])
def test_updates_that_are_stamped_for_each_client_are_found(count: int) -> None:
    """Several updates each and none in common: then each client has its own."""
    ones = [update(number) for number in range(count)]
    others = [update(number, timestamp=f"2026-11-23T10:30:{number:02}.001Z") for number in range(count)]

    assert list(differences(ones, others)) == [(ones[-1], others[-1])]


def test_one_update_each_says_nothing() -> None:
    """A tick may have come in between."""
    assert list(differences([update(1)], [update(2)])) == []


def test_services_are_compared_one_by_one() -> None:
    """What is common to one service does not excuse another."""
    ones = [update(number, service=service) for number in range(3) for service in ("news", "sentiment")]
    others = [
        update(number, service=service, value=7 if service == "sentiment" else None)
        for number in range(3)
        for service in ("news", "sentiment")
    ]

    assert {one.service for one, _ in differences(ones, others)} == {"sentiment"}


@pytest.mark.parametrize("timestamp", ["", "2026-11-23T10:30:00.000Z", 7])
def test_a_timestamp_that_stands_still_compares_nothing(timestamp: Any) -> None:
    """Different updates of one timestamp are UPD-09's business."""
    published = [update(number, timestamp=timestamp) for number in range(6)]

    assert list(differences(published[:4], published[2:])) == []
