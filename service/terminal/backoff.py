"""Backoff: how long to wait before the next attempt."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Backoff"]

STEPS = 10
"""The first wait doubled as often is beyond every cap."""


@dataclass(frozen=True, slots=True)
class Backoff:
    """Waits that double, with a random half, so that clients which lost a gateway together come back apart."""

    first_s: float = 1.0
    cap_s: float = 10.0
    """A person waits."""

    def wait_s(self, failures: int, draw: float, *, asked_s: float | None = None) -> float:
        """Return the wait after so many failures in a row, at least one.

        `draw`: from 0 to 1. `asked_s`: what the gateway asked for; never less than that, and a little more at random.
        """
        if asked_s is not None:
            return asked_s + draw * self.first_s
        factor: int = 2 ** min(failures - 1, STEPS)
        return min(self.cap_s, self.first_s * factor) * (0.5 + draw / 2)
