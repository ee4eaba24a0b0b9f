"""Authority: whoever knows what a token is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from service.gateway.identity import ANYBODY

if TYPE_CHECKING:
    from service.gateway.identity import Identity

__all__ = ["Authority", "Nobody"]


class Authority(Protocol):
    """Judges tokens."""

    asks: bool
    """Whether anybody is asked for a token at all."""

    async def identify(self, token: str | None) -> Identity:
        """Return whose token it is, None standing for no token.

        Raises AccessDenied when it will not do, and AccessUnknown when that cannot be said now.
        """


class Nobody:
    """The authority of a gateway that asks for no token. Implements Authority."""

    asks = False

    async def identify(self, token: str | None) -> Identity:  # noqa: ARG002  whatever a client brings, it may come in
        """Let everybody in."""
        return ANYBODY
