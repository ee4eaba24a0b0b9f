"""What the adapter adds to the scope of a connection or request, for the handlers behind Litestar."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from litestar import Request

    from service.edge.door import Guest
    from service.gateway.identity import Identity

__all__ = ["IDENTITY", "PASSAGE", "Passage", "whose"]

IDENTITY: Final = "gateway.identity"
"""The key of whose a request is: a service.gateway.identity.Identity."""
PASSAGE: Final = "gateway.passage"
"""The key of a connection's Passage."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A client that the door let in, and the server's own way to it. One key for all: a larger scope costs memory."""

    guest: Guest
    receive: Callable[[], Awaitable[Mapping[str, Any]]]
    send: Callable[[Mapping[str, object]], Any]
    """Litestar's wrapper would wait for each client in turn."""


def whose(request: Request[Any, Any, Any]) -> Identity:
    """Return whose a request is, on a path that the adapter guards."""
    scope: Any = request.scope
    identity: Identity = scope[IDENTITY]
    return identity
