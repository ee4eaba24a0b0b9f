"""FakeReceiver: a client that remembers what it got, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.gateway.outbox import Outbox

if TYPE_CHECKING:
    from service.envelope import Frame

__all__ = ["FakeReceiver"]

ENDLESS = 1_000_000


class FakeReceiver:
    """Implements service.gateway.hub.Receiver.

    Frames arrive at once. A slow client gets them only when the test calls `read`, through an outbox as at the edge.
    """

    def __init__(self, *, is_slow: bool = False) -> None:
        self.is_slow = is_slow
        self.got: list[Frame] = []
        self._outbox = Outbox(max_replies=ENDLESS)

    def answer(self, frame: Frame) -> None:
        """Send a reply, after those before it."""
        self._outbox.reply(frame)
        self._deliver()

    def push(self, frame: Frame) -> None:
        """Send an update, or keep it in place of an older unsent one."""
        self._outbox.update(frame)
        self._deliver()

    def forget(self, topic: str) -> None:
        """Drop an unsent update of this topic."""
        self._outbox.forget(topic)

    def read(self) -> None:
        """Receive everything that waits."""
        while frame := self._outbox.take():
            self.got.append(frame)

    def _deliver(self) -> None:
        if not self.is_slow:
            self.read()
