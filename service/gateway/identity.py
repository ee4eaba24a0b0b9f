"""Identity: who a client is, and what it may have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from contracts.generated.catalog import Endpoint, ServiceName

__all__ = ["ADMIN", "ANYBODY", "STREAM", "Identity"]

STREAM = "stream"
"""The scope of every service; `stream:news` is that of one."""
ADMIN = "admin"
"""The scope of whoever runs the gateway: all clients in `/ws/stats`, and the drain."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What a token says."""

    subject: str
    """Whose it is."""
    scopes: frozenset[str]
    expires_at: datetime | None = None

    @property
    def is_admin(self) -> bool:
        """Whether it runs the gateway."""
        return ADMIN in self.scopes

    def allows(self, service: str) -> bool:
        """Whether it may listen to a service."""
        return not self.scopes.isdisjoint((STREAM, f"{STREAM}:{service}"))

    def share(self, endpoint: Endpoint) -> Sequence[ServiceName]:
        """List the services that it may have of an address, in the contract's order."""
        return tuple(service for service in endpoint.scope if self.allows(service))


ANYBODY = Identity("anybody", frozenset((STREAM, ADMIN)))
"""Every client of a gateway that asks for no token."""
