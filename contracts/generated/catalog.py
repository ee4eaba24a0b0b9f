# Generated from asyncapi.yaml by `python -m contracts generate`; do not edit.
"""The catalogue of the contract: services, endpoints, actions and codes."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Generic, Literal, TypedDict, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from typing_extensions import ReadOnly

__all__ = [
    "ACTIONS",
    "API_VERSION",
    "CATEGORIES",
    "CLOSE_CODES",
    "ENDPOINTS",
    "ERROR_CODES",
    "LIMITS",
    "MAX_MESSAGE_BYTES",
    "RESERVED",
    "SERVICES",
    "TITLE",
    "Action",
    "ByService",
    "Category",
    "CloseCode",
    "CloseName",
    "Endpoint",
    "ErrorCode",
    "Limits",
    "Service",
    "ServiceName",
]

ServiceName = Literal[
    "market_data",
    "explorers",
    "news",
    "sentiment",
    "whale_tracking",
    "rpc_nodes",
    "onchain",
    "health_checker",
    "pool_manager",
    "scheduler",
    "huggingface",
    "persistence",
]
Category = Literal[
    "data_collection",
    "monitoring",
    "integration",
]
Action = Literal[
    "subscribe",
    "unsubscribe",
    "get_status",
    "ping",
]
ErrorCode = Literal[
    "invalid_json",
    "invalid_message",
    "missing_action",
    "unknown_action",
    "missing_service",
    "invalid_service",
    "service_not_available",
    "invalid_field",
    "rate_limited",
    "not_authorized",
    "source_unavailable",
    "internal_error",
]
CloseName = Literal[
    "normal",
    "going_away",
    "unsupported_data",
    "policy_violation",
    "message_too_big",
    "internal_error",
    "service_restart",
    "try_again_later",
    "token_expired",
]


T = TypeVar("T")


class ByService(TypedDict, Generic[T]):
    """Something for each service. A type checker refuses a table that lacks one, or has one too many."""

    market_data: ReadOnly[T]
    explorers: ReadOnly[T]
    news: ReadOnly[T]
    sentiment: ReadOnly[T]
    whale_tracking: ReadOnly[T]
    rpc_nodes: ReadOnly[T]
    onchain: ReadOnly[T]
    health_checker: ReadOnly[T]
    pool_manager: ReadOnly[T]
    scheduler: ReadOnly[T]
    huggingface: ReadOnly[T]
    persistence: ReadOnly[T]


@dataclass(frozen=True, slots=True)
class Service:
    """A named topic with an interval and a payload."""

    name: ServiceName
    title: str
    category: Category
    interval_s: float
    description: str
    update: str
    """The class of its message."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A WebSocket address."""

    path: str
    channel: str
    """The key in asyncapi.yaml."""
    title: str
    description: str
    category: Category | Literal["system"]
    scope: tuple[ServiceName, ...]
    """The services it carries, in the order of the contract."""
    auto: bool
    """Whether connecting subscribes the whole scope."""
    welcome: Literal["short", "catalogue"] | None
    alias_of: str | None
    """The path it is another name of."""


@dataclass(frozen=True, slots=True)
class CloseCode:
    """A code with which the gateway closes a connection."""

    code: int
    name: CloseName
    may_reconnect: bool
    description: str


@dataclass(frozen=True, slots=True)
class Limits:
    """What a client may count on."""

    commands_per_s: int
    commands_at_once: int
    excess_s: int
    mistakes_per_min: int
    connections_per_address: int
    handshakes_per_s: int
    handshakes_at_once: int


TITLE: Final = "Crypto Monitoring Gateway"
API_VERSION: Final = "2.2.0"
MAX_MESSAGE_BYTES: Final = 16384
LIMITS: Final = Limits(commands_per_s=10, commands_at_once=40, excess_s=10, mistakes_per_min=20, connections_per_address=100, handshakes_per_s=20, handshakes_at_once=100)
ACTIONS: Final[tuple[Action, ...]] = ("subscribe", "unsubscribe", "get_status", "ping")
RESERVED: Final = ("system", "all")

SERVICES: Final[Mapping[ServiceName, Service]] = MappingProxyType(
    {
        "market_data": Service(
            name="market_data",
            title="Market data",
            category="data_collection",
            interval_s=5.0,
            description="Real-time cryptocurrency prices, volumes, and market caps",
            update="MarketDataUpdate",
        ),
        "explorers": Service(
            name="explorers",
            title="Explorers",
            category="data_collection",
            interval_s=10.0,
            description="Blockchain explorer data and network statistics",
            update="ExplorersUpdate",
        ),
        "news": Service(
            name="news",
            title="News",
            category="data_collection",
            interval_s=60.0,
            description="Cryptocurrency news aggregation from multiple sources",
            update="NewsUpdate",
        ),
        "sentiment": Service(
            name="sentiment",
            title="Sentiment",
            category="data_collection",
            interval_s=30.0,
            description="Market sentiment analysis and social media trends",
            update="SentimentUpdate",
        ),
        "whale_tracking": Service(
            name="whale_tracking",
            title="Whale tracking",
            category="data_collection",
            interval_s=15.0,
            description="Large transaction monitoring and whale wallet tracking",
            update="WhaleTrackingUpdate",
        ),
        "rpc_nodes": Service(
            name="rpc_nodes",
            title="RPC nodes",
            category="data_collection",
            interval_s=20.0,
            description="RPC node status and blockchain events",
            update="RpcNodesUpdate",
        ),
        "onchain": Service(
            name="onchain",
            title="On-chain",
            category="data_collection",
            interval_s=30.0,
            description="On-chain analytics and smart contract events",
            update="OnchainUpdate",
        ),
        "health_checker": Service(
            name="health_checker",
            title="Health checker",
            category="monitoring",
            interval_s=30.0,
            description="Provider health monitoring and status checks",
            update="HealthCheckerUpdate",
        ),
        "pool_manager": Service(
            name="pool_manager",
            title="Pool manager",
            category="monitoring",
            interval_s=20.0,
            description="Source pool management and automatic failover",
            update="PoolManagerUpdate",
        ),
        "scheduler": Service(
            name="scheduler",
            title="Scheduler",
            category="monitoring",
            interval_s=15.0,
            description="Task scheduler status and job execution tracking",
            update="SchedulerUpdate",
        ),
        "huggingface": Service(
            name="huggingface",
            title="Hugging Face",
            category="integration",
            interval_s=60.0,
            description="HuggingFace AI model registry and sentiment analysis",
            update="HuggingfaceUpdate",
        ),
        "persistence": Service(
            name="persistence",
            title="Persistence",
            category="integration",
            interval_s=30.0,
            description="Data persistence, exports, and backup operations",
            update="PersistenceUpdate",
        ),
    },
)
ENDPOINTS: Final[Mapping[str, Endpoint]] = MappingProxyType(
    {
        "/ws": Endpoint(
            path="/ws",
            channel="rootStream",
            title="Default endpoint",
            description="Every service; subscribe to what you need.",
            category="system",
            scope=("market_data", "explorers", "news", "sentiment", "whale_tracking", "rpc_nodes", "onchain", "health_checker", "pool_manager", "scheduler", "huggingface", "persistence"),
            auto=False,
            welcome="short",
            alias_of=None,
        ),
        "/ws/master": Endpoint(
            path="/ws/master",
            channel="masterStream",
            title="Master endpoint",
            description="Every service; the welcome holds the whole catalogue and one example of each command.",
            category="system",
            scope=("market_data", "explorers", "news", "sentiment", "whale_tracking", "rpc_nodes", "onchain", "health_checker", "pool_manager", "scheduler", "huggingface", "persistence"),
            auto=False,
            welcome="catalogue",
            alias_of=None,
        ),
        "/ws/all": Endpoint(
            path="/ws/all",
            channel="allStream",
            title="Everything",
            description="Every service, subscribed on connect. For dashboards.",
            category="system",
            scope=("market_data", "explorers", "news", "sentiment", "whale_tracking", "rpc_nodes", "onchain", "health_checker", "pool_manager", "scheduler", "huggingface", "persistence"),
            auto=True,
            welcome=None,
            alias_of=None,
        ),
        "/ws/data": Endpoint(
            path="/ws/data",
            channel="dataStream",
            title="Data collection",
            description="The data collection services; subscribe to what you need.",
            category="data_collection",
            scope=("market_data", "explorers", "news", "sentiment", "whale_tracking", "rpc_nodes", "onchain"),
            auto=False,
            welcome=None,
            alias_of=None,
        ),
        "/ws/monitoring": Endpoint(
            path="/ws/monitoring",
            channel="monitoringStream",
            title="Monitoring",
            description="The monitoring services; subscribe to what you need.",
            category="monitoring",
            scope=("health_checker", "pool_manager", "scheduler"),
            auto=False,
            welcome=None,
            alias_of=None,
        ),
        "/ws/integration": Endpoint(
            path="/ws/integration",
            channel="integrationStream",
            title="Integration",
            description="The integration services; subscribe to what you need.",
            category="integration",
            scope=("huggingface", "persistence"),
            auto=False,
            welcome=None,
            alias_of=None,
        ),
        "/ws/market_data": Endpoint(
            path="/ws/market_data",
            channel="marketDataStream",
            title="Market data",
            description="Market data, subscribed on connect.",
            category="data_collection",
            scope=("market_data",),
            auto=True,
            welcome=None,
            alias_of=None,
        ),
        "/ws/whale_tracking": Endpoint(
            path="/ws/whale_tracking",
            channel="whaleTrackingStream",
            title="Whale tracking",
            description="Large transfers, subscribed on connect.",
            category="data_collection",
            scope=("whale_tracking",),
            auto=True,
            welcome=None,
            alias_of=None,
        ),
        "/ws/news": Endpoint(
            path="/ws/news",
            channel="newsStream",
            title="News",
            description="News, subscribed on connect.",
            category="data_collection",
            scope=("news",),
            auto=True,
            welcome=None,
            alias_of=None,
        ),
        "/ws/sentiment": Endpoint(
            path="/ws/sentiment",
            channel="sentimentStream",
            title="Sentiment",
            description="Market sentiment, subscribed on connect.",
            category="data_collection",
            scope=("sentiment",),
            auto=True,
            welcome=None,
            alias_of=None,
        ),
        "/ws/health": Endpoint(
            path="/ws/health",
            channel="healthStream",
            title="Provider health",
            description="Health of the providers, subscribed on connect.",
            category="monitoring",
            scope=("health_checker",),
            auto=True,
            welcome=None,
            alias_of=None,
        ),
        "/ws/pool_status": Endpoint(
            path="/ws/pool_status",
            channel="poolStatusStream",
            title="Source pools",
            description="Source pools and failover, subscribed on connect.",
            category="monitoring",
            scope=("pool_manager",),
            auto=True,
            welcome=None,
            alias_of=None,
        ),
        "/ws/scheduler_status": Endpoint(
            path="/ws/scheduler_status",
            channel="schedulerStatusStream",
            title="Scheduler",
            description="The gateway's jobs, subscribed on connect.",
            category="monitoring",
            scope=("scheduler",),
            auto=True,
            welcome=None,
            alias_of=None,
        ),
        "/ws/huggingface": Endpoint(
            path="/ws/huggingface",
            channel="huggingfaceStream",
            title="Hugging Face",
            description="The model registry, subscribed on connect.",
            category="integration",
            scope=("huggingface",),
            auto=True,
            welcome=None,
            alias_of=None,
        ),
        "/ws/ai": Endpoint(
            path="/ws/ai",
            channel="aiStream",
            title="Hugging Face, by its other name",
            description="The same as `/ws/huggingface`.",
            category="integration",
            scope=("huggingface",),
            auto=True,
            welcome=None,
            alias_of="/ws/huggingface",
        ),
        "/ws/persistence": Endpoint(
            path="/ws/persistence",
            channel="persistenceStream",
            title="Persistence",
            description="The archive, subscribed on connect.",
            category="integration",
            scope=("persistence",),
            auto=True,
            welcome=None,
            alias_of=None,
        ),
    },
)
CATEGORIES: Final[Mapping[Category, tuple[ServiceName, ...]]] = MappingProxyType(
    {
        "data_collection": ("market_data", "explorers", "news", "sentiment", "whale_tracking", "rpc_nodes", "onchain"),
        "monitoring": ("health_checker", "pool_manager", "scheduler"),
        "integration": ("huggingface", "persistence"),
    },
)
ERROR_CODES: Final[Mapping[ErrorCode, str]] = MappingProxyType(
    {
        "invalid_json": "The frame is not one JSON text (malformed, nested too deeply, a number out of range, or a string that is not Unicode).",
        "invalid_message": "The frame is JSON, but not an object.",
        "missing_action": "The command has no `action`.",
        "unknown_action": "The `action` is not one of `supported_actions`.",
        "missing_service": "The command needs a `service` and has none.",
        "invalid_service": "There is no service of that name.",
        "service_not_available": "The service exists, but this address does not carry it.",
        "invalid_field": "Another field of the command has the wrong type or length; `field` names it.",
        "rate_limited": "More commands came than `x-limits` allows; this one was not carried out.",
        "not_authorized": "The service exists and this address carries it, but the token does not allow it.",
        "source_unavailable": "A subscribed service has no data, because none of its sources has answered yet.",
        "internal_error": "The gateway failed at this command; the connection goes on.",
    },
)
CLOSE_CODES: Final[Mapping[CloseName, CloseCode]] = MappingProxyType(
    {
        "normal": CloseCode(
            code=1000,
            name="normal",
            may_reconnect=True,
            description="The client closed the connection.",
        ),
        "going_away": CloseCode(
            code=1001,
            name="going_away",
            may_reconnect=True,
            description="The gateway is going away.",
        ),
        "unsupported_data": CloseCode(
            code=1003,
            name="unsupported_data",
            may_reconnect=False,
            description="A binary frame came where text is spoken.",
        ),
        "policy_violation": CloseCode(
            code=1008,
            name="policy_violation",
            may_reconnect=False,
            description="The client broke a limit again and again.",
        ),
        "message_too_big": CloseCode(
            code=1009,
            name="message_too_big",
            may_reconnect=False,
            description="A message was longer than `x-max-message-bytes`.",
        ),
        "internal_error": CloseCode(
            code=1011,
            name="internal_error",
            may_reconnect=True,
            description="The gateway failed at this connection.",
        ),
        "service_restart": CloseCode(
            code=1012,
            name="service_restart",
            may_reconnect=True,
            description="The gateway restarts; connect again after a random wait.",
        ),
        "try_again_later": CloseCode(
            code=1013,
            name="try_again_later",
            may_reconnect=True,
            description="The client does not read what it is sent.",
        ),
        "token_expired": CloseCode(
            code=4401,
            name="token_expired",
            may_reconnect=True,
            description="The token has expired; connect again with another one.",
        ),
    },
)
