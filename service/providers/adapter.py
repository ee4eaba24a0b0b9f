"""Adapter: all that is peculiar to one endpoint of one provider, as two pure functions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from service.providers.assets import Asset
    from service.providers.http import Request

__all__ = ["Adapter"]

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Adapter(Generic[T_co]):
    """How to ask and how to read the answer."""

    request: Callable[[Sequence[Asset]], Request]
    """What to ask for these assets."""
    parse: Callable[[bytes, Sequence[Asset]], T_co]
    """Read the body of an HTTP 200. Raises ProviderError, and nothing else, whatever the bytes are."""
