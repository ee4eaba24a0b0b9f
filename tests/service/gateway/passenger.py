"""Passenger: one client on a line of its own, and what it may expect whatever happens in whatever order."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from service.edge.connection import Connection
from service.gateway.outbox import Outbox
from tests.service.gateway.line import Line, Reader
from tests.service.gateway.model import ORDER

if TYPE_CHECKING:
    import asyncio

    from service.envelope import Frame

__all__ = ["MAX_REPLIES", "Passenger"]

MAX_REPLIES = Outbox().max_replies
CONFIRMATIONS = {"connection_established", "subscription_confirmed", "unsubscription_confirmed"}


class Passenger:
    """A connection as at the edge, every frame that goes in noted. Implements service.gateway.hub.Receiver.

    Updates go in as copies: a snapshot can bring the same frame a second time, and each is to be known.
    """

    def __init__(self) -> None:
        self.client_id = ""
        self.line = Line()
        self.reader = Reader()
        self.connection = Connection(self.line, cast("asyncio.Task[Any]", self.reader))
        self.connection.open()
        self.topics: set[str] = set()
        """What it believes to be subscribed to, by the confirmations it got."""
        self.pushed: list[Frame] = []
        self._replies: list[Frame] = []
        self._owed = 0
        """So many replies it must get: those from before the gateway gave it up."""
        self._dropped: set[int] = set()
        self._late: list[Frame] = []
        """Updates from after the gateway gave it up."""
        self._looked_at = 0

    def answer(self, frame: Frame) -> None:
        """Send a reply."""
        self._replies.append(frame)
        self.connection.answer(frame)
        if self.connection.closing is None:
            self._owed = len(self._replies)

    def push(self, frame: Frame) -> None:
        """Send an update."""
        copy = replace(frame, event={"topic": frame.topic})
        (self.pushed if self.connection.closing is None else self._late).append(copy)
        self.connection.push(copy)

    def forget(self, topic: str) -> None:
        """Drop an unsent update."""
        newest = self._newest(topic)
        if newest is not None:
            self._dropped.add(id(newest))
        self.connection.forget(topic)

    @property
    def waiting(self) -> int:
        """How much waits for it. White-box: nobody else can tell."""
        return len(self.connection._outbox)

    def check(self) -> None:
        """Assert all that holds at any moment."""
        assert self.waiting <= MAX_REPLIES + len(ORDER)
        self._check_replies()
        self._check_updates()
        self._check_subscriptions()

    def check_at_rest(self) -> None:
        """Assert what holds once all is sent: it has every reply, and of each topic the newest update."""
        self.check()
        assert self.waiting == 0
        assert len(self._handed(self._replies)) >= self._owed
        assert [topic for topic in ORDER if self._newest(topic) is not None] == []

    def _handed(self, frames: list[Frame]) -> list[int]:
        """Those of these frames that were handed to the server, by their places, in the order in which they were."""
        places = {id(frame.event): place for place, frame in enumerate(frames)}
        return [places[id(event)] for event in self.line.sent if id(event) in places]

    def _newest(self, topic: str) -> Frame | None:
        """Return the newest update of a topic when it still waits: neither handed over nor dropped."""
        newest = next((frame for frame in reversed(self.pushed) if frame.topic == topic), None)
        if newest is None or id(newest) in self._dropped or any(event is newest.event for event in self.line.sent):
            return None
        return newest

    def _check_replies(self) -> None:
        """In order; none is left out of those from before the gateway gave it up."""
        handed = self._handed(self._replies)
        assert handed == sorted(set(handed))
        assert handed[: self._owed] == list(range(min(len(handed), self._owed)))

    def _check_updates(self) -> None:
        """Of each topic never an older one after a newer one; each is sent, replaced, dropped, or waits."""
        handed = self._handed(self.pushed)
        for topic in ORDER:
            places = [place for place in handed if self.pushed[place].topic == topic]
            assert places == sorted(set(places))
        waiting = sum(self._newest(topic) is not None for topic in ORDER)
        assert len(handed) + self.connection.conflated + len(self._dropped) + waiting == len(self.pushed)
        assert self._handed(self._late) == []

    def _check_subscriptions(self) -> None:
        """Nothing comes that it has not been told it is subscribed to."""
        for event in self.line.sent[self._looked_at :]:
            if "text" not in event:
                assert event["topic"] in self.topics
            elif (told := json.loads(str(event["text"])))["type"] in CONFIRMATIONS:
                self.topics = set(told["data"]["subscriptions"])
        self._looked_at = len(self.line.sent)
