"""Registry: the models and the datasets that a hub offers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["Registry"]


@dataclass(frozen=True, slots=True)
class Registry:
    """Ids such as `ProsusAI/finbert`, each once, the most downloaded first."""

    models: tuple[str, ...]
    datasets: tuple[str, ...]
    as_of: datetime | None = None
    """None: a hub does not date its answers."""
