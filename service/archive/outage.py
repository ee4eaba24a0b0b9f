"""Outage: the database cannot be used now. It may be possible later."""

from __future__ import annotations

from dataclasses import dataclass

from service.errors import GatewayError

__all__ = ["Outage"]


@dataclass(eq=False)
class Outage(GatewayError):
    """The database cannot be read or written now: full, locked, gone or damaged."""

    location: str
    """The database, without its password."""
    reason: str
    """One line, without a full stop."""

    def __str__(self) -> str:
        return f"{self.location}: {self.reason}"
