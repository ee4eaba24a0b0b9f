"""Updates: what waits for one reader, and the iterator by which it reads."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Generic, Self, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["MAX_NOTICES", "Updates"]

MAX_NOTICES = 100
_NOTICES = "system"

UpdateT = TypeVar("UpdateT")


class Updates(Generic[UpdateT]):
    """An asynchronous iterator over updates, of one service or of all.

    A reader that is slower than the gateway gets the newest update of each service rather than every one; notices are
    kept, up to MAX_NOTICES of them. The iterator ends with the client. It raises ConnectionEnded when the gateway has
    ended the connection for good.
    """

    def __init__(self, topic: str | None = None) -> None:
        """`topic`: the one service that is read; None reads all."""
        self.conflated = 0
        """Updates that were replaced by newer ones before they were read."""
        self._topic = topic
        self._waiting: list[tuple[str, UpdateT]] = []
        self._news = asyncio.Event()
        self._ending: Callable[[], Exception] | None = None

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> UpdateT:
        while not self._waiting:
            if self._ending is not None:
                raise self._ending()
            self._news.clear()
            await self._news.wait()
        return self._waiting.pop(0)[1]

    def put(self, topic: str, update: UpdateT) -> None:
        """Keep an update in place of an unread one of the same service."""
        if self._topic not in {None, topic}:
            return
        same = [index for index, (kept, _) in enumerate(self._waiting) if kept == topic]
        if len(same) >= (MAX_NOTICES if topic == _NOTICES else 1):
            del self._waiting[same[0]]
            self.conflated += 1
        self._waiting.append((topic, update))
        self._news.set()

    def forget(self, topic: str) -> None:
        """Drop what is unread of a topic: nothing follows an unsubscription."""
        self._waiting = [(kept, update) for kept, update in self._waiting if kept != topic]

    def end(self, ending: Callable[[], Exception]) -> None:
        """Raise this when all is read."""
        self._ending = ending
        self._news.set()
