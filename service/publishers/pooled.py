"""Pooled: an origin whose values come from source pools."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from service.publishers.source_pool import SourcePool

__all__ = ["Pooled"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Pooled(Generic[T]):
    """Looks after the pools that a collector reads."""

    pools: Sequence[SourcePool[Any]]
    """Without the first there is no update."""
    collector: Callable[[datetime], T | None]

    def collect(self, at: datetime) -> T | None:
        """Make the update of this instant, None while there is nothing to say."""
        for pool in self.pools:
            pool.review()
        return self.collector(at)

    def settled(self) -> bool:
        """Whether every pool has a value, or has tried all its feeds in vain."""
        return all(pool.settled() for pool in self.pools)

    def trouble(self) -> str | None:
        """Say why there is nothing, once that is certain."""
        return self.pools[0].trouble()
