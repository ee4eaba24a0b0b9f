"""Outbox: what waits for one connection whose previous send has not completed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from service.envelope import Frame

__all__ = ["Outbox"]


class Outbox:
    """Replies in order, up to a bound; of updates, the newest of each topic. Replies go first.

    Its size is therefore bounded by `max_replies` plus the number of topics, however slow the reader is.
    The replies are a list: nearly all clients have none, where a deque takes 700 bytes, and few keep `pop(0)` cheap.
    """

    __slots__ = ("_replies", "_updates", "conflated", "max_replies")

    def __init__(self, max_replies: int = 64) -> None:
        self.max_replies = max_replies
        self.conflated = 0
        """Updates that were replaced before they were sent."""
        self._replies: list[Frame] = []
        self._updates: dict[str, Frame] = {}

    def __len__(self) -> int:
        return len(self._replies) + len(self._updates)

    def reply(self, frame: Frame) -> bool:
        """Keep a reply. False when there is no room: the client then cannot be told the truth any more."""
        if len(self._replies) >= self.max_replies:
            return False
        self._replies.append(frame)
        return True

    def update(self, frame: Frame) -> None:
        """Keep an update in place of an unsent one of the same topic."""
        if self._updates.pop(frame.topic, None) is not None:
            self.conflated += 1
        self._updates[frame.topic] = frame

    def forget(self, topic: str) -> None:
        """Drop the unsent update of a topic: nothing follows an unsubscription."""
        self._updates.pop(topic, None)

    def take(self) -> Frame | None:
        """Remove and return the next frame to send, None when there is none."""
        if self._replies:
            return self._replies.pop(0)
        if self._updates:
            return self._updates.pop(next(iter(self._updates)))
        return None
