"""Mirror: an origin whose updates are about the gateway itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

__all__ = ["Mirror"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Mirror(Generic[T]):
    """Has something to say at any time, and needs no provider for it."""

    collector: Callable[[datetime], T]
    ready: Callable[[], bool] = lambda: True
    """Whether the first update need not wait for its tick."""

    def collect(self, at: datetime) -> T:
        """Make the update of this instant."""
        return self.collector(at)

    def settled(self) -> bool:
        """Whether the first update can go out."""
        return self.ready()

    def trouble(self) -> None:
        """Say nothing: there is never none."""
