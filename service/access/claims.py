"""Claims: what a good JWT says of its bearer (RFC 7519 §4.1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, TypeAlias

import msgspec

from service.errors import AccessDenied
from service.gateway.identity import Identity

__all__ = ["LEEWAY_S", "Expected", "identity"]

LEEWAY_S = 30.0
"""How much later than ours the issuer's clock may be when it says from when on a token is good.

There is none at the other end: a token that has expired would come in and be closed at once.
"""

Instant: TypeAlias = Annotated[float, msgspec.Meta(ge=0, le=253_402_300_799)]
"""Seconds since 1970, before the year 10000 (NumericDate)."""


@dataclass(frozen=True, slots=True)
class Expected:
    """Whose tokens are good, and for whom they must be meant."""

    issuer: str
    audience: str


class Claims(msgspec.Struct):
    """The claims that count here; others are left alone."""

    iss: str
    aud: str | list[str]
    sub: Annotated[str, msgspec.Meta(min_length=1, max_length=256)]
    exp: Instant
    nbf: Instant | None = None
    scope: str | None = None
    scp: str | list[str] | None = None
    """What some issuers write in place of `scope`."""

    def scopes(self) -> frozenset[str]:
        """Return what the token allows. `scope` goes before `scp`."""
        found = self.scp if self.scope is None else self.scope
        return frozenset(found.split() if isinstance(found, str) else found or ())


def identity(payload: bytes, expected: Expected, now: datetime) -> Identity:
    """Return whose token it is that says this. Raises AccessDenied when it is not good here and now."""
    try:
        claims = msgspec.json.decode(payload, type=Claims)
    except msgspec.ValidationError as error:
        raise AccessDenied(f"The claims of the token will not do: {error}") from error
    except (msgspec.DecodeError, RecursionError) as error:
        raise AccessDenied("The claims of the token are no JSON object") from error
    if claims.iss != expected.issuer:
        raise AccessDenied("The token is of another issuer")
    if expected.audience not in ([claims.aud] if isinstance(claims.aud, str) else claims.aud):
        raise AccessDenied("The token is for another audience")
    if claims.exp <= now.timestamp():
        raise AccessDenied("The token has expired")
    if claims.nbf is not None and claims.nbf > now.timestamp() + LEEWAY_S:
        raise AccessDenied("The token is not good yet")
    return Identity(claims.sub, claims.scopes(), datetime.fromtimestamp(claims.exp, UTC))
