"""Network: what an explorer or a node says of one blockchain at one instant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["FeeRates", "Network"]


@dataclass(frozen=True, slots=True)
class FeeRates:
    """What a transaction should offer to be taken up slowly, normally or fast."""

    slow: float
    normal: float
    fast: float
    unit: str
    """`sat/vB` or `gwei`."""


@dataclass(frozen=True, slots=True)
class Network:
    """One blockchain. What the provider does not say, or has no meaning there, is None, never zero."""

    latest_block: int
    """Height."""
    hashrate: float | None = None
    """Hashes a second."""
    difficulty: float | None = None
    mempool_count: int | None = None
    """Transactions that wait."""
    transactions_a_day: int | None = None
    """In the last 24 hours, or in the last whole day where the provider counts whole days."""
    fees: FeeRates | None = None
    utilization: float | None = None
    """The share of the gas limit that the last 20 blocks used, from 0 to 1."""
    as_of: datetime | None = None
    """The instant the provider says it describes; None when it does not say."""
