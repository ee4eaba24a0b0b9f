# Generated from asyncapi.yaml by `python -m contracts generate`; do not edit.
"""What the gateway sends: replies to commands, updates of services, and the rest."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from contracts.generated.application.messages.json import (
    ConnectionEstablishedEvent,
    ErrorEvent,
    ExplorersUpdate,
    HealthCheckerUpdate,
    HuggingfaceUpdate,
    MarketDataUpdate,
    NewsUpdate,
    OnchainUpdate,
    PersistenceUpdate,
    PongEvent,
    PoolManagerUpdate,
    RpcNodesUpdate,
    SchedulerUpdate,
    SentimentUpdate,
    StatusEvent,
    SubscriptionConfirmedEvent,
    SystemUpdate,
    UnsubscriptionConfirmedEvent,
    WelcomeEvent,
    WhaleTrackingUpdate,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from contracts.generated.catalog import ServiceName

__all__ = ["UPDATES", "Event", "Reply", "Update"]

Reply = (
    SubscriptionConfirmedEvent
    | UnsubscriptionConfirmedEvent
    | StatusEvent
    | PongEvent
    | ErrorEvent
)
Update = (
    MarketDataUpdate
    | ExplorersUpdate
    | NewsUpdate
    | SentimentUpdate
    | WhaleTrackingUpdate
    | RpcNodesUpdate
    | OnchainUpdate
    | HealthCheckerUpdate
    | PoolManagerUpdate
    | SchedulerUpdate
    | HuggingfaceUpdate
    | PersistenceUpdate
)
Event = (
    ConnectionEstablishedEvent
    | WelcomeEvent
    | SubscriptionConfirmedEvent
    | UnsubscriptionConfirmedEvent
    | StatusEvent
    | PongEvent
    | ErrorEvent
    | SystemUpdate
    | MarketDataUpdate
    | ExplorersUpdate
    | NewsUpdate
    | SentimentUpdate
    | WhaleTrackingUpdate
    | RpcNodesUpdate
    | OnchainUpdate
    | HealthCheckerUpdate
    | PoolManagerUpdate
    | SchedulerUpdate
    | HuggingfaceUpdate
    | PersistenceUpdate
)
UPDATES: Final[Mapping[ServiceName, type[Update]]] = MappingProxyType(
    {
        "market_data": MarketDataUpdate,
        "explorers": ExplorersUpdate,
        "news": NewsUpdate,
        "sentiment": SentimentUpdate,
        "whale_tracking": WhaleTrackingUpdate,
        "rpc_nodes": RpcNodesUpdate,
        "onchain": OnchainUpdate,
        "health_checker": HealthCheckerUpdate,
        "pool_manager": PoolManagerUpdate,
        "scheduler": SchedulerUpdate,
        "huggingface": HuggingfaceUpdate,
        "persistence": PersistenceUpdate,
    },
)
