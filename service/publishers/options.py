"""Options: what operators choose for single services."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Options"]


@dataclass(frozen=True, slots=True)
class Options:
    """All options with their usual values."""

    whale_threshold_usd: float = 1_000_000
    """The least a transfer is worth that whale_tracking lists."""
    whale_window_s: float = 3_600
    """How long it lists it."""
