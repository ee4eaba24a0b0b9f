"""Script: faults that come one after the other, each until it heals."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from service.simulator.faults import AnyFault

__all__ = ["Script"]


@dataclass(frozen=True, slots=True)
class Script:
    """What is wrong, and what will be."""

    faults: tuple[AnyFault, ...] = ()
    """The first is the one that acts."""
    since_s: float = 0.0
    """When it began, on the monotonic clock."""
    hits: int = 0
    """How many answers it has spoiled."""

    @property
    def current(self) -> AnyFault | None:
        """What acts now, if the script is settled."""
        return self.faults[0] if self.faults else None

    @property
    def left(self) -> int | None:
        """How many answers it will still spoil; None: no such bound."""
        count = self.current.count if self.current else None
        return None if count is None else count - self.hits

    def left_s(self, at_s: float) -> float | None:
        """Return how long it will still act; None: no such bound."""
        for_s = self.current.for_s if self.current else None
        return None if for_s is None else self.since_s + for_s - at_s

    def settled(self, at_s: float) -> Script:
        """Drop what has healed by now."""
        script = self
        while True:
            left, left_s = script.left, script.left_s(at_s)
            if left_s is not None and left_s <= 0:
                # The next began when this one ended, however late we look.
                script = Script(script.faults[1:], at_s + left_s)
            elif left is not None and left <= 0:
                script = Script(script.faults[1:], at_s)
            else:
                return script

    def hit(self, at_s: float) -> Script:
        """Count a spoiled answer."""
        return replace(self, hits=self.hits + 1).settled(at_s)
