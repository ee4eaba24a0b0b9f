"""Ledger: what a client knows from the frames it got, over all its connections. No input, no output."""

from __future__ import annotations

import logging
import weakref
from collections import Counter
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel

from .freshness import Freshness
from .subscriptions import Subscriptions
from .updates import Updates

if TYPE_CHECKING:
    from collections.abc import Callable

    from .contract import Contract
    from .frame import Frame
    from .status import Board

__all__ = ["Ledger"]

EventT = TypeVar("EventT", bound=BaseModel)

_LOG = logging.getLogger(__name__)


class Ledger:
    """Book every frame, and hand updates to those who read them. Instants are seconds of the loop's clock."""

    def __init__(self, contract: Contract, seconds_per_interval: float, board: Board) -> None:
        """`seconds_per_interval`: how long a service with an interval of one second may be silent."""
        limits_s = {service: seconds_per_interval * every_s for service, every_s in contract.intervals_s.items()}
        self.subscriptions = Subscriptions.at_first(contract.intervals_s, auto=contract.auto)
        self.freshness = Freshness(limits_s)
        self.skipped: Counter[str] = Counter()
        """Frames without an event, by kind."""
        self._board = board
        self._readers: weakref.WeakSet[Updates[Any]] = weakref.WeakSet()
        self._latest: dict[str, BaseModel] = {}
        self._newest: dict[type[BaseModel], BaseModel] = {}
        self._ending: Callable[[], Exception] | None = None

    def book(self, frame: Frame, now: float) -> None:
        """Take a frame."""
        if frame.problem is not None:
            self._skip(frame)
        named = frame.data.get("service")
        topic = named if isinstance(named, str) else ""
        match frame.type:
            case "update":
                self._update(frame, now)
            case "subscription_confirmed" if topic:
                self._follow(self.subscriptions.subscribed(topic), now)
            case "unsubscription_confirmed" if topic:
                self._follow(self.subscriptions.unsubscribed(topic), now)
            case "error" if topic and frame.data.get("code") == "source_unavailable":
                self.miss(topic)
            case "connection_established":
                self._board.post(unavailable=frozenset())
                self._follow(self.subscriptions, now)
        if frame.event is not None and frame.type != "update":
            self._newest[type(frame.event)] = frame.event

    def miss(self, service: str) -> None:
        """Note that the gateway has no data for a service."""
        self._board.post(unavailable=self._board.status.unavailable | {service})

    def judge(self, now: float) -> None:
        """Note which services are stale now."""
        self._board.post(stale=self.freshness.stale(now))

    def newest(self, kind: type[EventT]) -> EventT | None:
        """Return the newest event of a class that is no update."""
        event = self._newest.get(kind)
        return event if isinstance(event, kind) else None

    def reader(self, topic: str | None) -> Updates[Any]:
        """Open an iterator that begins with the newest update of each service, if there is one."""
        reader: Updates[Any] = Updates(topic)
        for service, update in self._latest.items():
            reader.put(service, update)
        if self._ending is not None:
            reader.end(self._ending)
        self._readers.add(reader)
        return reader

    def close(self, ending: Callable[[], Exception]) -> None:
        """End every iterator, those that are still to be opened too."""
        self._ending = ending
        for reader in self._readers:
            reader.end(ending)

    def _update(self, frame: Frame, now: float) -> None:
        if self.subscriptions.has_left(frame.service):
            return
        self.freshness.hear(frame.service, now)
        self._board.post(stale=self.freshness.stale(now), unavailable=self._board.status.unavailable - {frame.service})
        if frame.event is None:
            return
        if frame.service in self.subscriptions.scope:
            self._latest.pop(frame.service, None)
            self._latest[frame.service] = frame.event
        for reader in self._readers:
            reader.put(frame.service, frame.event)

    def _follow(self, subscriptions: Subscriptions, now: float) -> None:
        left = self.subscriptions.wanted - subscriptions.wanted
        self.subscriptions = subscriptions
        self.freshness.follow(subscriptions.wanted, now)
        for topic in left:
            self._latest.pop(topic, None)
            for reader in self._readers:
                reader.forget(topic)
        self._board.post(stale=self.freshness.stale(now), unavailable=self._board.status.unavailable - left)

    def _skip(self, frame: Frame) -> None:
        self.skipped[frame.kind] += 1
        if self.skipped[frame.kind] == 1:
            _LOG.warning("Skipped, and so will be all of its kind: %s (%s)", frame.kind, frame.problem)
