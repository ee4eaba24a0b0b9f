"""Nodes: what public nodes of blockchains say of themselves, and how their fetches fare."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["NodeReport", "NodeStatus"]


@dataclass(frozen=True, slots=True)
class NodeStatus:
    """One node at one instant. What it does not say is None, never zero."""

    block_number: int
    """Of the newest block it knows."""
    gas_price_gwei: float | None = None
    is_syncing: bool | None = None
    """Whether it is still catching up with its chain."""
    as_of: datetime | None = None
    """Nodes do not date these figures."""


@dataclass(frozen=True, slots=True)
class NodeReport:
    """One node that was asked at least once."""

    operator: str
    chain: str
    chain_id: int
    fetched_at: datetime
    """When the latest fetch ended, good or bad."""
    failure: str | None = None
    """Why it does not answer; None when it does."""
    status: NodeStatus | None = None
    """Its latest answer; None when there has been none."""
    as_of: datetime | None = None
    """The instant of that answer."""
    age_s: float = 0.0
    """Of that answer, in the gateway's seconds."""
    elapsed_ms: float | None = None
    """How long that answer took."""
