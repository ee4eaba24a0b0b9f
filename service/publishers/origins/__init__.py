"""Origins: where the updates of each service come from."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from service.publishers.origins.market_data import market_data

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from contracts.generated.catalog import ServiceName
    from service.publishers.kit import Kit
    from service.publishers.publisher import Origin

__all__ = ["ORIGINS"]

ORIGINS: Final[Mapping[ServiceName, Callable[[Kit], Origin[Any]]]] = MappingProxyType({"market_data": market_data})
