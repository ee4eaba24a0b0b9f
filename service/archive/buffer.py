"""Buffer: what waits to be stored, within a bound."""

from __future__ import annotations

from collections import deque
from itertools import chain, islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from service.archive.record import Record

__all__ = ["Buffer"]


class Buffer:
    """Records in order. When there is no room the oldest that waits is dropped, and counted.

    The oldest, because after a long outage the last hours are worth more than the hours before them. What is lost is
    then one gap, at the beginning of the outage.

    A batch that was taken stays the buffer's until it is `done`: it is neither dropped nor changed, so that an attempt
    whose outcome is not known can be repeated with the very same records.
    """

    def __init__(self, max_rows: int) -> None:
        self.max_rows = max_rows
        self.lost = 0
        """Records that were dropped, ever."""
        self._batch: tuple[Record, ...] = ()
        self._waiting: deque[Record] = deque()

    def __len__(self) -> int:
        return len(self._batch) + len(self._waiting)

    @property
    def waiting_since(self) -> datetime | None:
        """When the oldest record was published, None when there is none."""
        oldest = next(chain(self._batch, self._waiting), None)
        return None if oldest is None else oldest.at

    def add(self, record: Record) -> None:
        """Keep a record behind the others."""
        self._waiting.append(record)
        if len(self) > self.max_rows:
            self._waiting.popleft()
            self.lost += 1

    def take(self, max_rows: int) -> Sequence[Record]:
        """Return the batch to store: the one that is not done yet, else the first records that wait."""
        if not self._batch:
            self._batch = tuple(islice(self._waiting, max_rows))
            for _ in self._batch:
                self._waiting.popleft()
        return self._batch

    def done(self) -> None:
        """Forget the batch that was taken: it is stored."""
        self._batch = ()
