"""Succession: the updates of each service on one connection, each with the one before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from contracts.suite.instant import instant

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from contracts.suite.evidence import Seen
    from contracts.suite.story import Story

__all__ = ["Pair", "pairs"]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two updates of a service that came one after the other, with timestamps that can be read."""

    before: Seen
    after: Seen
    is_subscribed_anew: bool
    """Whether a subscription was asked for in between, which may bring the same update again."""

    @property
    def in_order(self) -> bool:
        """Whether the later one has the later timestamp."""
        one, other = _made(self.before), _made(self.after)
        return one is None or other is None or one < other or (one == other and self.is_subscribed_anew)


def pairs(story: Story) -> Iterator[Pair]:
    """Yield the neighbours."""
    newest: dict[str, Seen] = {}
    anew: set[str] = set()
    for step in story.steps:
        frame = step.frame
        if step.is_command:
            anew |= step.topics
        elif frame is not None and frame.is_update and _made(frame) is not None:
            if (before := newest.get(frame.service)) is not None:
                yield Pair(before, frame, frame.service in anew)
            newest[frame.service] = frame
            anew.discard(frame.service)


def _made(frame: Seen) -> datetime | None:
    return instant(frame.value.get("timestamp"))
