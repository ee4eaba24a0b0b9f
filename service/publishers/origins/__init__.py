"""Origins: where the updates of each service come from, and the producers that they go to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from service.publishers.flow import Flow
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
    from contracts.generated.catalog import ByService

__all__ = ["FLOWS"]

FLOWS: Final[ByService[Flow]] = {
    "explorers": Flow(explorers, lambda to: to.explorers_update),
    "health_checker": Flow(health_checker, lambda to: to.health_checker_update),
    "huggingface": Flow(huggingface, lambda to: to.huggingface_update),
    "market_data": Flow(market_data, lambda to: to.market_data_update),
    "news": Flow(news, lambda to: to.news_update),
    "onchain": Flow(onchain, lambda to: to.onchain_update),
    "persistence": Flow(persistence, lambda to: to.persistence_update),
    "pool_manager": Flow(pool_manager, lambda to: to.pool_manager_update),
    "rpc_nodes": Flow(rpc_nodes, lambda to: to.rpc_nodes_update),
    "scheduler": Flow(scheduler, lambda to: to.scheduler_update),
    "sentiment": Flow(sentiment, lambda to: to.sentiment_update),
    "whale_tracking": Flow(whale_tracking, lambda to: to.whale_tracking_update),
}
