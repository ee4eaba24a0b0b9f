"""JWTs: tokens that an issuer has signed, judged without asking it each time (RFC 7519, RFC 8725)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.access.claims import identity
from service.access.signature import read_seal
from service.access.tokens import MAX_TOKEN_CHARS
from service.errors import AccessDenied

if TYPE_CHECKING:
    from collections.abc import Collection

    from service.access.claims import Expected
    from service.access.keys import Keys
    from service.clock import Clock
    from service.gateway.identity import Identity

__all__ = ["JwtAuthority"]


class JwtAuthority:
    """Knows the JWTs of one issuer. Implements Authority."""

    asks = True

    def __init__(self, keys: Keys, expected: Expected, algorithms: Collection[str], clock: Clock) -> None:
        self._keys = keys
        self._expected = expected
        self._algorithms = frozenset(algorithms)
        self._clock = clock

    async def identify(self, token: str | None) -> Identity:
        """Return whose token it is.

        Raises AccessDenied when it is not good, and AccessUnknown when the issuer's keys cannot be had.
        """
        if not token:
            raise AccessDenied("A token is needed")
        if len(token) > MAX_TOKEN_CHARS:
            raise AccessDenied(f"A token has {MAX_TOKEN_CHARS} characters at most")
        seal = read_seal(token, self._algorithms)
        key = await self._keys.find(seal.kid)
        if key is None:
            raise AccessDenied("The token is signed with a key that is not the issuer's")
        return identity(seal.open(key), self._expected, self._clock.now())
