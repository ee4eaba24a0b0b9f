"""Rhythm: how many updates of a service come in a time, and how many should.

Updates are counted over a stretch in which nobody interfered, not timed one by one: on a busy machine single gaps mean
nothing, and slow readers may miss an update.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from contracts.suite.evidence import Seen
    from contracts.suite.story import Story

__all__ = ["SLACK_S", "TOLERANCE", "Stretch", "stretches"]

TOLERANCE: Final = 0.25
"""By so much of the interval a gateway may be slower or faster on average."""
SLACK_S: Final = 1.0
"""So late may an update be that would have belonged to the stretch, in real seconds."""
TELLING: Final = 2
"""So many updates must be due after the first one before a stretch tells anything."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Updates of one service on one connection, from the first one to the end of listening."""

    service: str
    updates: Sequence[Seen]
    ended_s: float
    interval_s: float
    """The declared one."""

    @property
    def elapsed_s(self) -> float:
        """How long it was listened to after the first update."""
        return self.ended_s - self.updates[0].entry.elapsed_s

    @property
    def count(self) -> int:
        """How many followed the first one, which lies off the grid when it is the newest of before."""
        return len(self.updates) - 1

    @property
    def fewest(self) -> int:
        """How many must have followed."""
        return max(0, floor((self.elapsed_s - SLACK_S) / (self.interval_s * (1 + TOLERANCE))))

    @property
    def most(self) -> int:
        """How many may have followed, with what had been held up before."""
        return ceil((self.elapsed_s + SLACK_S) / (self.interval_s * (1 - TOLERANCE)))

    @property
    def is_telling(self) -> bool:
        """Whether it is long enough to judge by."""
        return self.fewest >= TELLING


def stretches(story: Story, service: str, interval_s: float) -> Iterator[Stretch]:
    """Yield the stretches of a connection that lie between its commands, those about other services left aside."""
    updates: list[Seen] = []
    is_left = False
    for step in story.steps:
        if step.is_command and not (step.topics and service not in step.topics):
            if updates:
                yield Stretch(service, updates, step.entry.elapsed_s, interval_s)
            updates = []
            is_left = step.unsubscribes or (is_left and not step.subscribes)
        elif step.frame is not None and step.frame.is_update and step.frame.service == service and not is_left:
            updates.append(step.frame)
    if updates:
        yield Stretch(service, updates, story.ended_s, interval_s)
