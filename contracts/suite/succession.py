"""Succession: the updates of each service on one connection, each with the one before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from contracts.suite.instant import instant

if TYPE_CHECKING:
    from collections.abc import Iterator

    from contracts.suite.evidence import Seen
    from contracts.suite.story import Story

__all__ = ["Pair", "pairs"]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two updates of a service that came one after the other."""

    before: Seen
    after: Seen

    @property
    def in_order(self) -> bool | None:
        """Whether the later one has the later timestamp; None when one of them cannot be read."""
        made, made_next = (instant(frame.value.get("timestamp")) for frame in (self.before, self.after))
        return None if made is None or made_next is None else made < made_next


def pairs(story: Story) -> Iterator[Pair]:
    """Yield the neighbours. With a subscription, asked for or confirmed, it begins anew: an update may come again."""
    newest: dict[str, Seen] = {}
    for step in story.steps:
        for topic in step.topics:
            newest.pop(topic, None)
        if step.frame is not None and step.frame.is_update:
            if (before := newest.get(step.frame.service)) is not None:
                yield Pair(before, step.frame)
            newest[step.frame.service] = step.frame
