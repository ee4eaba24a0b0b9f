"""persistence: the archive itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.handlers.collectors.persistence import collect
from service.publishers.mirror import Mirror

if TYPE_CHECKING:
    from contracts.generated.application.messages.json import PersistenceUpdate
    from service.publishers.kit import Kit

__all__ = ["persistence"]


def persistence(kit: Kit) -> Mirror[PersistenceUpdate]:
    """Make the origin."""
    return Mirror(lambda at: collect(kit.archive.state(), at))
