"""persistence: the archive itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.handlers.collectors.persistence import collect

if TYPE_CHECKING:
    from datetime import datetime

    from contracts.generated.application.messages.json import PersistenceUpdate
    from service.publishers.kit import Archived, Kit

__all__ = ["persistence"]


@dataclass(frozen=True, slots=True)
class Persistence:
    """Tells of an archive, whatever its state."""

    archive: Archived

    def collect(self, at: datetime) -> PersistenceUpdate:
        """Make the update of this instant."""
        return collect(self.archive.state(), at)

    def settled(self) -> bool:
        """Say that there is nothing to wait for."""
        return True

    def trouble(self) -> None:
        """Say that there is always something to tell."""


def persistence(kit: Kit) -> Persistence:
    """Make the origin."""
    return Persistence(kit.archive)
