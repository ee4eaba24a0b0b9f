"""Conduct: what one client does to the limits of the contract (`x-limits`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.gateway.bucket import Bucket

if TYPE_CHECKING:
    from contracts.generated.catalog import Limits

__all__ = ["LULL_S", "Conduct"]

LULL_S = 2.0
"""So long without a command beyond the limit, and an excess is over."""
MINUTE_S = 60.0


class Conduct:
    """Counts the commands and the mistakes of one client."""

    __slots__ = ("_commands", "_excessive_at", "_excessive_since", "_limits", "_mistakes", "refused")

    def __init__(self, limits: Limits, now: float) -> None:
        self.refused = 0
        """Commands that came beyond the limit."""
        self._commands = Bucket(limits.commands_per_s, limits.commands_at_once, now)
        self._mistakes: Bucket | None = None
        """Made with the first one: most clients make none, and there are many."""
        self._limits = limits
        self._excessive_since: float | None = None
        self._excessive_at = now

    def allows_command(self, now: float) -> bool:
        """Count a command. False when it is one too many."""
        if self._commands.take(now):
            return True
        self.refused += 1
        if self._excessive_since is None or now - self._excessive_at > LULL_S:
            self._excessive_since = now
        self._excessive_at = now
        return False

    @property
    def is_excessive(self) -> bool:
        """Whether commands have come beyond the limit for too long."""
        return self._excessive_since is not None and self._excessive_at - self._excessive_since >= self._limits.excess_s

    def allows_mistake(self, now: float) -> bool:
        """Count a mistake. False when it is one too many."""
        if self._mistakes is None:
            per_min = self._limits.mistakes_per_min
            self._mistakes = Bucket(per_min / MINUTE_S, per_min, now)
        return self._mistakes.take(now)
