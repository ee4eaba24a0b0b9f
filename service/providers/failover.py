"""Failover: one change of the feed that serves a pool, with its instant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["Failover"]


@dataclass(frozen=True, slots=True)
class Failover:
    """A failover, or the way back. Providers by their ids."""

    pool: str
    previous: str
    current: str
    reason: str
    """One line, such as `HTTP 503` or `binance answers again`."""
    at: datetime
