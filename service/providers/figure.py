"""Figure: one number about one blockchain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["Figure"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A count, or US dollars: the pool it is in says which."""

    chain: str
    """Such as `bitcoin`."""
    value: float
    as_of: datetime | None
    """The instant the provider says it describes, of a day its first one; None when it does not say."""
