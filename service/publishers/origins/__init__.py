"""Origins: where the updates of each service come from."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from service.publishers.origins.explorers import explorers
from service.publishers.origins.health_checker import health_checker
from service.publishers.origins.huggingface import huggingface
from service.publishers.origins.market_data import market_data
from service.publishers.origins.news import news
from service.publishers.origins.onchain import onchain
from service.publishers.origins.persistence import persistence
from service.publishers.origins.pool_manager import pool_manager
from service.publishers.origins.rpc_nodes import rpc_nodes
from service.publishers.origins.scheduler import scheduler
from service.publishers.origins.sentiment import sentiment
from service.publishers.origins.whale_tracking import whale_tracking

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from contracts.generated.catalog import ServiceName
    from service.publishers.kit import Kit
    from service.publishers.publisher import Origin

__all__ = ["ORIGINS"]

ORIGINS: Final[Mapping[ServiceName, Callable[[Kit], Origin[Any]]]] = MappingProxyType(
    {
        "explorers": explorers,
        "health_checker": health_checker,
        "huggingface": huggingface,
        "market_data": market_data,
        "news": news,
        "onchain": onchain,
        "persistence": persistence,
        "pool_manager": pool_manager,
        "rpc_nodes": rpc_nodes,
        "scheduler": scheduler,
        "sentiment": sentiment,
        "whale_tracking": whale_tracking,
    }
)
