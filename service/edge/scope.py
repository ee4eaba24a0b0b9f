"""What the adapter adds to the scope of a connection or request, for the handlers behind Litestar."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from litestar import Request

    from service.gateway.identity import Identity

__all__ = ["GUEST", "IDENTITY", "RECEIVE", "SEND", "whose"]

GUEST: Final = "gateway.guest"
"""Whom the door let in: a service.edge.door.Guest."""
IDENTITY: Final = "gateway.identity"
"""Whose a request is: a service.gateway.identity.Identity."""
RECEIVE: Final = "gateway.receive"
"""The server's own `receive`."""
SEND: Final = "gateway.send"
"""The server's own `send`: Litestar's wrappers would wait for each client in turn."""


def whose(request: Request[Any, Any, Any]) -> Identity:
    """Return whose a request is, on a path that the adapter guards."""
    scope: Any = request.scope
    identity: Identity = scope[IDENTITY]
    return identity
