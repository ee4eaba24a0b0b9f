"""Hub: who listens to what. Synchronous, without I/O, and waiting for nobody."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from service.envelope import Frame
    from service.gateway.session import Session

__all__ = ["Hub", "Outcome", "Receiver"]


class Receiver(Protocol):
    """The way to one client. None of the methods waits or raises."""

    def answer(self, frame: Frame) -> None:
        """Send a reply, after those before it."""

    def push(self, frame: Frame) -> None:
        """Send an update, or keep it in place of an older unsent one."""

    def forget(self, topic: str) -> None:
        """Drop an unsent update of this topic."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command leads to."""

    session: Session
    replies: Sequence[Frame]
    error: str | None = None
    """The code of the `error` that it is, if it is one."""
    action: str | None = None
    """The action of the command, None when it could not be told, or when there was no command."""


@dataclass(slots=True)
class _Member:
    session: Session
    receiver: Receiver


class Hub:
    """The index of clients by topic, and the newest frame of each topic."""

    def __init__(self) -> None:
        self._members: dict[str, _Member] = {}
        self._listeners: defaultdict[str, dict[str, Receiver]] = defaultdict(dict)
        self._latest: dict[str, Frame] = {}

    @property
    def total_clients(self) -> int:
        """How many clients are connected."""
        return len(self._members)

    def sessions(self) -> Iterator[Session]:
        """All clients, in the order in which they came."""
        return (member.session for member in self._members.values())

    def session(self, client_id: str) -> Session:
        """Return the present facts of one client. Raises KeyError when it is gone."""
        return self._members[client_id].session

    def tell(self, client_id: str, frame: Frame) -> None:
        """Hand a frame to one client, if it is still there and listens to the frame's topic."""
        receiver = self._listeners[frame.topic].get(client_id)
        if receiver is not None:
            receiver.push(frame)

    def listeners(self, topic: str) -> int:
        """How many clients listen to a topic."""
        return len(self._listeners[topic])

    def join(self, outcome: Outcome, receiver: Receiver) -> None:
        """Take a client in: its greeting goes out, then the newest frame of each topic it is subscribed to."""
        session = outcome.session
        self._members[session.client_id] = _Member(replace(session, subscriptions=frozenset()), receiver)
        self.apply(outcome)

    def leave(self, client_id: str) -> None:
        """Forget a client."""
        member = self._members.pop(client_id)
        for topic in member.session.subscriptions:
            del self._listeners[topic][client_id]

    def apply(self, outcome: Outcome) -> None:
        """Make a client's next session true: replies go out, then the newest frame of each topic that is new to it."""
        after = outcome.session
        member = self._members[after.client_id]
        before, member.session = member.session, after
        for topic in before.subscriptions - after.subscriptions:
            del self._listeners[topic][after.client_id]
            member.receiver.forget(topic)
        for frame in outcome.replies:
            member.receiver.answer(frame)
        for topic in after.listed():
            if topic not in before.subscriptions:
                self._listeners[topic][after.client_id] = member.receiver
                if latest := self._latest.get(topic):
                    member.receiver.push(latest)

    def publish(self, frame: Frame) -> None:
        """Hand a frame to every listener of its topic, and keep it for those who come later."""
        self._latest[frame.topic] = frame
        self.notify(frame)

    def notify(self, frame: Frame) -> None:
        """Hand a frame to every listener of its topic; those who come later do not get it."""
        for receiver in self._listeners[frame.topic].values():
            receiver.push(frame)
