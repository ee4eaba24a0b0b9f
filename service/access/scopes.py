"""The scopes that a token of ours can have."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from contracts.generated.catalog import SERVICES
from service.errors import ConfigurationError
from service.gateway.identity import ADMIN, STREAM

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["SCOPES", "check_scopes"]

SCOPES = (STREAM, ADMIN, *(f"{STREAM}:{service}" for service in SERVICES))


def check_scopes(setting: str, scopes: Iterable[str], whose: str) -> frozenset[str]:
    """Return the scopes. Raises ConfigurationError for an unknown one; its text has the closest known one only."""
    found = frozenset(scopes)
    for scope in sorted(found.difference(SCOPES)):
        closest = get_close_matches(scope, SCOPES, n=1)
        remedy = f"did you mean {closest[0]}" if closest else f"there are {STREAM}, {STREAM}:SERVICE and {ADMIN}"
        raise ConfigurationError(setting, f"{whose} has an unknown scope", remedy)
    return found
