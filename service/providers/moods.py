"""Moods: what a source says of the mood of the market, and what people look for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["Mood", "Trending"]


@dataclass(frozen=True, slots=True)
class Mood:
    """The mood of the market at one instant."""

    score: float
    """From 0, all bearish, to 1, all bullish."""
    label: str | None
    """What the source itself calls it, such as `Extreme Fear`; None when it has no word for it."""
    as_of: datetime | None
    """The instant the source says it describes; None when it does not say."""


@dataclass(frozen=True, slots=True)
class Trending:
    """What people look for at one instant."""

    topics: tuple[str, ...]
    """Names of coins, the most searched first, each once. Never empty."""
    as_of: datetime | None
    """The instant the source says it describes; None when it does not say."""
