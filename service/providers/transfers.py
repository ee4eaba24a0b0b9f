"""Transfers: coins and tokens that changed hands, as a provider tells of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["SATOSHIS", "Transfer", "Transfers"]

SATOSHIS: Final = 10**8
"""In one bitcoin."""


@dataclass(frozen=True, slots=True)
class Transfer:
    """One transfer."""

    chain: str
    hash: str
    """Of its transaction."""
    asset: str
    """Symbol in capitals, such as `USDT`."""
    amount: float
    """In units of the asset."""
    index: int | None = None
    """Which of its transaction's transfers it is; None when it stands for all of them."""
    sender: str | None = None
    """None where there are many or none is known."""
    recipient: str | None = None
    at: datetime | None = None
    """None while the transaction waits for its block, and where nobody says."""
    has_change: bool = False
    """Whether what goes back to the sender may be in the amount."""


@dataclass(frozen=True, slots=True)
class Transfers:
    """What one fetch brought; providers tell of small transfers too."""

    items: tuple[Transfer, ...]
    as_of: datetime | None
    """Up to then the provider has been heard; None means now."""
