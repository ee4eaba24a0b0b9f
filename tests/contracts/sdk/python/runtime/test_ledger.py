from __future__ import annotations

import json
from typing import Any

from contracts.sdk.python.runtime.frame import Frame, decode
from contracts.sdk.python.runtime.ledger import Ledger
from contracts.sdk.python.runtime.status import Board
from tests.contracts.sdk.python.runtime.toy import AUTO, MANUAL, Notice


def event(service: str, kind: str, /, **data: Any) -> Frame:
    return decode(json.dumps({"service": service, "type": kind, "data": data}), MANUAL.events)


GREETING = event("system", "connection_established")


def confirmed(topic: str) -> Frame:
    return event("system", "subscription_confirmed", service=topic, subscriptions=[topic])


def unavailable(service: str) -> Frame:
    return event("system", "error", code="source_unavailable", service=service)


def test_an_automatic_endpoint_is_missed_from_the_greeting_on() -> None:
    """What the endpoint subscribes by itself becomes stale like what was asked for."""
    board = Board(None)
    ledger = Ledger(AUTO, 3.0, board)
    ledger.book(GREETING, 10.0)
    ledger.judge(10.5)

    assert board.status.stale == {"tick"}


def test_a_new_connection_says_anew_what_has_no_data() -> None:
    """A gateway tells each connection; what the one before said is over."""
    board = Board(None)
    ledger = Ledger(MANUAL, 3.0, board)
    for frame in (GREETING, confirmed("tick"), unavailable("tick")):
        ledger.book(frame, 0.0)
    assert board.status.unavailable == {"tick"}

    ledger.book(GREETING, 1.0)
    assert board.status.unavailable == frozenset()


def test_what_is_unsubscribed_is_no_longer_unavailable() -> None:
    """Nobody is told of a service that is not wanted any more."""
    board = Board(None)
    ledger = Ledger(MANUAL, 3.0, board)
    for frame in (confirmed("tick"), confirmed("tock"), unavailable("tick"), unavailable("tock")):
        ledger.book(frame, 0.0)
    ledger.book(event("system", "unsubscription_confirmed", service="tick", subscriptions=[]), 0.0)

    assert board.status.unavailable == {"tock"}


async def test_a_late_reader_begins_with_services_in_the_order_they_came() -> None:
    """The newest of each service is kept, the freshest last; notices are news and not kept."""
    ledger = Ledger(MANUAL, 3.0, Board(None))
    early = ledger.reader(None)
    for service, n in (("tick", 1), ("tock", 2), ("system", 3), ("tick", 4)):
        ledger.book(event(service, "update", n=n), 0.0)
    late = ledger.reader(None)
    ledger.close(StopAsyncIteration)

    assert [update.data.n async for update in late] == [2, 4]
    assert [update.data.n async for update in early] == [2, 3, 4]


def test_a_broken_update_is_a_sign_of_life() -> None:
    """A service that sends what cannot be read is not silent."""
    board = Board(None)
    ledger = Ledger(MANUAL, 3.0, board)
    ledger.book(confirmed("tick"), 0.0)
    ledger.book(event("tick", "update", n="many"), 0.25)
    ledger.judge(0.5)

    assert board.status.stale == frozenset()
    assert ledger.skipped == {"tick update": 1}


def test_confirmations_without_a_topic_change_nothing() -> None:
    """A gateway that forgets to say what it confirmed disturbs nobody."""
    ledger = Ledger(AUTO, 3.0, Board(None))
    for kind in ("subscription_confirmed", "unsubscription_confirmed", "error"):
        ledger.book(event("system", kind, code="source_unavailable", service=7), 0.0)

    assert ledger.subscriptions.wanted == {"tick", "tock"}


def test_the_newest_event_of_a_class_is_kept() -> None:
    """Updates are for readers; everything else can be looked up."""
    ledger = Ledger(MANUAL, 3.0, Board(None))
    assert GREETING.event is not None
    ledger.book(GREETING, 0.0)
    ledger.book(event("system", "update", n=1), 0.0)

    assert ledger.newest(type(GREETING.event)) == GREETING.event
    assert ledger.newest(Notice) is None
