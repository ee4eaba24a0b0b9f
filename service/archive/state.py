"""ArchiveState: what the archive says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from service.archive.location import Engine

__all__ = ["ArchiveState"]


@dataclass(frozen=True, slots=True)
class ArchiveState:
    """A moment of the archive."""

    location: str
    """A file, or the address of a database without its password."""
    engine: Engine
    writing: bool
    """False before the database is open, and from a failure until the next success."""
    records: int
    """Records stored."""
    size_bytes: int
    """What they take on the disk, a few seconds old."""
    oldest: datetime | None
    """The instant of the first record stored."""
    last_save: datetime | None
    """When records were stored last."""
    pending: int
    """Records that wait."""
    waiting_since: datetime | None
    """When the one that has waited longest was published; None when none waits."""
    lost: int
    """Records that were dropped since the start, because too many waited."""
    last_error: str | None
    """Why writing failed last; it stays after the recovery."""
    last_backup: datetime | None
    last_export: datetime | None
