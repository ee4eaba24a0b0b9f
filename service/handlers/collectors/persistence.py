"""persistence: how the archive of what was published fares."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.generated.application.messages.json import PersistenceData, PersistenceUpdate

if TYPE_CHECKING:
    from datetime import datetime

    from service.archive.state import ArchiveState

__all__ = ["collect", "size"]

UNITS = ("B", "KB", "MB", "GB", "TB")
STEP = 1024


def collect(archive: ArchiveState, at: datetime) -> PersistenceUpdate:
    """Write down the state of the archive."""
    data = PersistenceData(
        storage_location=archive.location,
        total_records=archive.records,
        storage_size=size(archive.size_bytes),
        storage_bytes=archive.size_bytes,
        last_save=archive.last_save,
        active_writers=int(archive.writing),
        oldest_record=archive.oldest,
        pending_writes=archive.pending,
        lost_records=archive.lost,
        last_error=None if archive.writing else archive.last_error,
        last_backup=archive.last_backup,
        last_export=archive.last_export,
        timestamp=at,
    )
    return PersistenceUpdate(service="persistence", type="update", data=data, timestamp=at)


def size(count: int) -> str:
    """Write a number of bytes for people, in steps of 1024: `2.5 GB`."""
    amount = float(count)
    for unit in UNITS[:-1]:
        if round(amount, 1) < STEP:
            return f"{round(amount, 1):g} {unit}"
        amount /= STEP
    return f"{round(amount, 1):g} {UNITS[-1]}"
