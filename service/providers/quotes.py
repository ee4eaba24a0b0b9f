"""Quotes: what a market data provider says of some coins at one instant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

__all__ = ["Quote", "Quotes"]


@dataclass(frozen=True, slots=True)
class Quote:
    """One coin. What the provider does not say is None, never zero."""

    price: float
    currency: str = "USD"
    """What the price is quoted in: `USD`, or a stablecoin such as `USDT`."""
    volume: float | None = None
    """US dollars traded in 24 hours on all markets; None from a single exchange."""
    market_cap: float | None = None
    """US dollars."""
    change: float | None = None
    """Percent over 24 hours."""


@dataclass(frozen=True, slots=True)
class Quotes:
    """Some coins at one instant."""

    by_coin: Mapping[str, Quote]
    """By the coin's id, as in assets.toml; coins that the provider does not know are absent. Never empty."""
    as_of: datetime | None
    """The instant the provider says they describe; None when it does not say."""
