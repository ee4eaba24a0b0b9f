"""Shelf: an archive that stores nothing."""

from __future__ import annotations

from service.archive.state import ArchiveState

__all__ = ["Shelf"]


class Shelf:
    """Implements service.publishers.kit.Archived."""

    def state(self) -> ArchiveState:
        """Describe it."""
        return ArchiveState(
            location="nowhere",
            engine="sqlite",
            writing=True,
            records=0,
            size_bytes=0,
            oldest=None,
            last_save=None,
            pending=0,
            lost=0,
            last_error=None,
            last_backup=None,
            last_export=None,
        )
