"""Sourced: a value together with what makes it trustworthy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["Sourced"]

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Sourced(Generic[T_co]):
    """The last good value of a pool."""

    value: T_co
    source: str
    """The provider, as clients see it."""
    as_of: datetime
    """The instant the value describes."""
    stale: bool
    """True when it is older than it should be, or no source answers any more."""
