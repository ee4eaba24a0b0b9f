# Generated from asyncapi.yaml by `python -m contracts generate`; do not edit.
"""The messages and their parts."""

from __future__ import annotations

from contracts.timestamp import Timestamp
from contracts.payload import Payload
from typing_extensions import TypeAliasType
from typing import Annotated, Literal
from pydantic import AnyUrl, ConfigDict, Field


class AnyObject(Payload):
    """Any JSON object."""

    model_config = ConfigDict(
        extra="allow",
    )


ServiceNames = TypeAliasType(
    "ServiceNames",
    Annotated[list[str], Field(description="Names of services, in the order of this document. More may be added.")],
)
"""Names of services, in the order of this document. More may be added."""


class Freshness(Payload):
    """Where a part of the values comes from, and the instant it describes (`as_of`)."""

    source: Annotated[str, Field(description="The provider the values come from. In demo mode it starts with `sim:`.")]
    as_of: Timestamp
    stale: Annotated[
        bool, Field(description="True when the values are older than they should be, or no source answers any more.")
    ]


class SubscribeCommand(Payload):
    action: Literal["subscribe"]
    service: Annotated[
        Literal[
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
            "system",
            "all",
        ],
        Field(description="A service, `all` for every service in scope, or `system` for notices."),
    ]
    request_id: Annotated[
        str | None, Field(description="Any text; the reply carries the same.", max_length=128, min_length=1)
    ] = None


class UnsubscribeCommand(Payload):
    action: Literal["unsubscribe"]
    service: Annotated[
        Literal[
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
            "system",
            "all",
        ],
        Field(description="A service, `all` for every service in scope, or `system` for notices."),
    ]
    request_id: Annotated[
        str | None, Field(description="Any text; the reply carries the same.", max_length=128, min_length=1)
    ] = None


class GetStatusCommand(Payload):
    action: Literal["get_status"]
    request_id: Annotated[
        str | None, Field(description="Any text; the reply carries the same.", max_length=128, min_length=1)
    ] = None


class PingCommand(Payload):
    action: Literal["ping"]
    data: AnyObject | None = None
    request_id: Annotated[
        str | None, Field(description="Any text; the reply carries the same.", max_length=128, min_length=1)
    ] = None


class WelcomeData(Payload):
    message: str
    available_services: Annotated[dict[str, ServiceNames] | None, Field(description="The services by category.")] = None
    usage: Annotated[dict[str, AnyObject], Field(description="An example of each command.")]


class SubscriptionData(Payload):
    service: Annotated[str, Field(description="What the command named.")]
    subscriptions: Annotated[
        list[str], Field(description="Names of services, in the order of this document. More may be added.")
    ]
    request_id: Annotated[
        str | None, Field(description="Any text; the reply carries the same.", max_length=128, min_length=1)
    ] = None


class StatusData(Payload):
    """`last_activity` is the instant of the newest frame from the client."""

    client_id: str
    endpoint: str
    connected_at: Timestamp
    last_activity: Timestamp
    subscriptions: Annotated[
        list[str], Field(description="Names of services, in the order of this document. More may be added.")
    ]
    total_clients: Annotated[int, Field(description="Connections to this gateway.", ge=1)]
    request_id: Annotated[
        str | None, Field(description="Any text; the reply carries the same.", max_length=128, min_length=1)
    ] = None


class PongData(Payload):
    """The `data` of the ping, with its `request_id` if it had one."""

    model_config = ConfigDict(
        extra="allow",
    )


class ErrorData(Payload):
    message: Annotated[
        str, Field(description="For people. It starts with `Invalid service` when the service is the trouble.")
    ]
    code: Annotated[str, Field(description="One of `x-error-codes`. More may be added.")]
    available_services: Annotated[
        list[str] | None, Field(description="Names of services, in the order of this document. More may be added.")
    ] = None
    supported_actions: list[str] | None = None
    hint: Annotated[str | None, Field(description="The closest valid name.")] = None
    field: Annotated[str | None, Field(description="The field at fault.")] = None
    service: Annotated[str | None, Field(description="The service without data.")] = None
    request_id: Annotated[
        str | None, Field(description="Any text; the reply carries the same.", max_length=128, min_length=1)
    ] = None


class SystemData(Payload):
    notice: Annotated[str, Field(description="`shutdown` or `failover`. More may be added.")]
    message: Annotated[str, Field(description="For people.")]
    service: Annotated[str | None, Field(description="The service concerned.")] = None
    timestamp: Timestamp


CoinPricesAdditionalProperty = TypeAliasType("CoinPricesAdditionalProperty", Annotated[float, Field(ge=0.0)])


CoinVolumesAdditionalProperty = TypeAliasType("CoinVolumesAdditionalProperty", Annotated[float, Field(ge=0.0)])


CoinMarketCapsAdditionalProperty = TypeAliasType("CoinMarketCapsAdditionalProperty", Annotated[float, Field(ge=0.0)])


class MarketDataData(Payload):
    """Quotes in US dollars. `source`, `as_of` speak of `prices`; `stale` is true as soon as one part is stale."""

    prices: dict[str, CoinPricesAdditionalProperty]
    volumes: dict[str, CoinVolumesAdditionalProperty]
    market_caps: dict[str, CoinMarketCapsAdditionalProperty]
    price_changes: dict[str, float]
    quote_currencies: Annotated[
        dict[str, str] | None,
        Field(description="Coins whose price is quoted in a stablecoin, which is not the dollar, and that stablecoin."),
    ] = None
    price_sources: Annotated[
        dict[str, str] | None,
        Field(description="Coins whose price `source` does not know, and the provider it comes from instead."),
    ] = None
    source: Annotated[str, Field(description="The provider the values come from. In demo mode it starts with `sim:`.")]
    as_of: Timestamp
    stale: Annotated[
        bool, Field(description="True when the values are older than they should be, or no source answers any more.")
    ]
    freshness: Annotated[dict[str, Freshness] | None, Field(description="The same for each of the four maps.")] = None
    timestamp: Timestamp


class ExplorersData(Payload):
    """The state of a blockchain network."""

    chain: Annotated[str | None, Field(description="The network the values speak of, such as `bitcoin`.")] = None
    latest_block: Annotated[int | None, Field(description="Height of the newest block.", ge=0)]
    network_hashrate: Annotated[float | None, Field(description="Hashes a second.", ge=0.0)]
    difficulty: Annotated[float | None, Field(ge=0.0)]
    mempool_size: Annotated[int | None, Field(description="Transactions that wait.", ge=0)]
    transactions_count: Annotated[int | None, Field(description="Transactions in the last 24 hours.", ge=0)]
    source: Annotated[str, Field(description="The provider the values come from. In demo mode it starts with `sim:`.")]
    as_of: Timestamp
    stale: Annotated[
        bool, Field(description="True when the values are older than they should be, or no source answers any more.")
    ]
    timestamp: Timestamp


class Article(Payload):
    title: Annotated[str, Field(description="Plain text.")]
    source: Annotated[str, Field(description="The outlet.")]
    url: AnyUrl
    published_at: Timestamp


class NewsData(Payload):
    """The newest articles first."""

    articles: list[Article]
    sources: Annotated[list[str], Field(description="The outlets of the articles.")]
    categories: list[str]
    source: Annotated[str, Field(description="The provider the values come from. In demo mode it starts with `sim:`.")]
    as_of: Timestamp
    stale: Annotated[
        bool, Field(description="True when the values are older than they should be, or no source answers any more.")
    ]
    timestamp: Timestamp


SentimentBySourceAdditionalProperty = TypeAliasType(
    "SentimentBySourceAdditionalProperty", Annotated[float, Field(ge=0.0, le=1.0)]
)


class SentimentData(Payload):
    """Scores run from 0 (bearish) to 1 (bullish)."""

    overall_sentiment: Literal["bullish", "neutral", "bearish"]
    sentiment_score: Annotated[float, Field(ge=0.0, le=1.0)]
    social_volume: Annotated[
        int | None, Field(description="Posts in the last 24 hours; null unless a source of them is configured.", ge=0)
    ]
    trending_topics: list[str]
    sentiment_by_source: dict[str, SentimentBySourceAdditionalProperty]
    source: Annotated[str, Field(description="The provider the values come from. In demo mode it starts with `sim:`.")]
    as_of: Timestamp
    stale: Annotated[
        bool, Field(description="True when the values are older than they should be, or no source answers any more.")
    ]
    timestamp: Timestamp


class WhaleTransaction(Payload):
    hash: str
    value: Annotated[float, Field(description="US dollars.", ge=0.0)]
    from_: Annotated[str | None, Field(alias="from", description="The sender's address; null where a chain has many.")]
    to: Annotated[str | None, Field(description="The receiver's address; null where a chain has many.")]
    timestamp: Timestamp


class WhaleWallet(Payload):
    address: str
    total_usd: Annotated[float, Field(ge=0.0)]
    transactions: Annotated[int, Field(ge=1)]


class WhaleTrackingData(Payload):
    """Transfers above `alert_threshold` in a window of recent ones. Amounts in US dollars."""

    large_transactions: list[WhaleTransaction]
    whale_wallets: list[WhaleWallet]
    total_volume: Annotated[float, Field(ge=0.0)]
    alert_threshold: Annotated[float, Field(ge=0.0)]
    source: Annotated[str, Field(description="The provider the values come from. In demo mode it starts with `sim:`.")]
    as_of: Timestamp
    stale: Annotated[
        bool, Field(description="True when the values are older than they should be, or no source answers any more.")
    ]
    timestamp: Timestamp


class RpcNode(Payload):
    provider: str
    chain: str
    status: Literal["healthy", "degraded", "down"]
    block_number: Annotated[int | None, Field(ge=0)] = None
    latency_ms: Annotated[float | None, Field(ge=0.0)] = None


class RpcNodesData(Payload):
    """One row a node, those that do not answer included."""

    nodes: list[RpcNode]
    active_nodes: Annotated[int, Field(ge=0)]
    total_nodes: Annotated[int, Field(ge=0)]
    average_latency: Annotated[float | None, Field(description="Milliseconds, over the nodes that answered.", ge=0.0)]
    source: Annotated[str, Field(description="The provider the values come from. In demo mode it starts with `sim:`.")]
    as_of: Timestamp
    stale: Annotated[
        bool, Field(description="True when the values are older than they should be, or no source answers any more.")
    ]
    timestamp: Timestamp


class OnchainData(Payload):
    active_addresses: Annotated[
        int | None, Field(description="Addresses that took part in a transaction in the last day.", ge=0)
    ]
    transaction_count: Annotated[int | None, Field(description="Transactions in the last 24 hours.", ge=0)]
    total_fees: Annotated[float | None, Field(description="US dollars in the last 24 hours.", ge=0.0)]
    gas_price: Annotated[float | None, Field(description="Gwei.", ge=0.0)]
    network_utilization: Annotated[
        float | None, Field(description="The share of the gas limit that recent blocks used.", ge=0.0, le=1.0)
    ]
    source: Annotated[str, Field(description="The provider the values come from. In demo mode it starts with `sim:`.")]
    as_of: Timestamp
    stale: Annotated[
        bool, Field(description="True when the values are older than they should be, or no source answers any more.")
    ]
    timestamp: Timestamp


class ProviderHealth(Payload):
    status: Literal["healthy", "degraded", "unhealthy", "unknown"]
    response_time_ms: Annotated[float | None, Field(description="Null while the provider has not answered.", ge=0.0)]
    last_check: Timestamp


class HealthCheckerData(Payload):
    overall_health: Literal["healthy", "degraded", "unhealthy", "unknown"]
    healthy_count: Annotated[int, Field(ge=0)]
    unhealthy_count: Annotated[int, Field(ge=0)]
    total_providers: Annotated[int, Field(ge=0)]
    providers: dict[str, ProviderHealth]
    timestamp: Timestamp


class SourcePool(Payload):
    active_source: Annotated[str | None, Field(description="Null while no source has answered.")]
    available_sources: list[str]
    health: Literal["healthy", "degraded", "unhealthy", "unknown"]


class PoolManagerData(Payload):
    pools: dict[str, SourcePool]
    active_sources: list[str]
    inactive_sources: list[str]
    failover_count: Annotated[int, Field(description="Since the gateway started.", ge=0)]
    timestamp: Timestamp


class SchedulerJob(Payload):
    id: str
    next_run: Timestamp
    status: Literal["running", "idle", "paused", "failed"]


class SchedulerData(Payload):
    running: bool
    total_jobs: Annotated[int, Field(ge=0)]
    active_jobs: Annotated[int, Field(description="Jobs that run at this instant.", ge=0)]
    jobs: list[SchedulerJob]
    timestamp: Timestamp


class HuggingfaceData(Payload):
    total_models: Annotated[int, Field(ge=0)]
    total_datasets: Annotated[int, Field(ge=0)]
    available_models: list[str]
    available_datasets: list[str]
    last_refresh: Timestamp
    timestamp: Timestamp


class PersistenceData(Payload):
    storage_location: Annotated[str, Field(description="A file, or the address of a database without its password.")]
    total_records: Annotated[int, Field(ge=0)]
    storage_size: Annotated[str, Field(pattern="^[0-9]+(\\.[0-9]+)? (B|KB|MB|GB|TB)$")]
    last_save: Timestamp | None
    active_writers: Annotated[int, Field(ge=0)]
    timestamp: Timestamp


class WelcomeEvent(Payload):
    service: Literal["system"]
    type: Literal["welcome"]
    data: WelcomeData
    timestamp: Timestamp


class SubscriptionConfirmedEvent(Payload):
    service: Literal["system"]
    type: Literal["subscription_confirmed"]
    data: SubscriptionData
    timestamp: Timestamp


class UnsubscriptionConfirmedEvent(Payload):
    service: Literal["system"]
    type: Literal["unsubscription_confirmed"]
    data: SubscriptionData
    timestamp: Timestamp


class StatusEvent(Payload):
    service: Literal["system"]
    type: Literal["status"]
    data: StatusData
    timestamp: Timestamp


class PongEvent(Payload):
    service: Literal["system"]
    type: Literal["pong"]
    data: PongData
    timestamp: Timestamp


class ErrorEvent(Payload):
    service: Literal["system"]
    type: Literal["error"]
    data: ErrorData
    timestamp: Timestamp


class SystemUpdate(Payload):
    service: Literal["system"]
    type: Literal["update"]
    data: SystemData
    timestamp: Timestamp


class MarketDataUpdate(Payload):
    service: Literal["market_data"]
    type: Literal["update"]
    data: MarketDataData
    timestamp: Timestamp


class ExplorersUpdate(Payload):
    service: Literal["explorers"]
    type: Literal["update"]
    data: ExplorersData
    timestamp: Timestamp


class NewsUpdate(Payload):
    service: Literal["news"]
    type: Literal["update"]
    data: NewsData
    timestamp: Timestamp


class SentimentUpdate(Payload):
    service: Literal["sentiment"]
    type: Literal["update"]
    data: SentimentData
    timestamp: Timestamp


class WhaleTrackingUpdate(Payload):
    service: Literal["whale_tracking"]
    type: Literal["update"]
    data: WhaleTrackingData
    timestamp: Timestamp


class RpcNodesUpdate(Payload):
    service: Literal["rpc_nodes"]
    type: Literal["update"]
    data: RpcNodesData
    timestamp: Timestamp


class OnchainUpdate(Payload):
    service: Literal["onchain"]
    type: Literal["update"]
    data: OnchainData
    timestamp: Timestamp


class HealthCheckerUpdate(Payload):
    service: Literal["health_checker"]
    type: Literal["update"]
    data: HealthCheckerData
    timestamp: Timestamp


class PoolManagerUpdate(Payload):
    service: Literal["pool_manager"]
    type: Literal["update"]
    data: PoolManagerData
    timestamp: Timestamp


class SchedulerUpdate(Payload):
    service: Literal["scheduler"]
    type: Literal["update"]
    data: SchedulerData
    timestamp: Timestamp


class HuggingfaceUpdate(Payload):
    service: Literal["huggingface"]
    type: Literal["update"]
    data: HuggingfaceData
    timestamp: Timestamp


class PersistenceUpdate(Payload):
    service: Literal["persistence"]
    type: Literal["update"]
    data: PersistenceData
    timestamp: Timestamp


class ConnectionEstablishedData(Payload):
    client_id: Annotated[
        str,
        Field(
            description="Unique for ever; the last number is the second of the connection, in Unix time.",
            pattern="^client_[0-9]+_[0-9]+$",
        ),
    ]
    endpoint: Annotated[str, Field(description="The address of this connection.")]
    subscriptions: Annotated[
        list[str], Field(description="Names of services, in the order of this document. More may be added.")
    ]
    available_services: Annotated[
        list[str], Field(description="Names of services, in the order of this document. More may be added.")
    ]
    mode: Annotated[Literal["live", "demo"], Field(description="`demo` when the data is simulated.")]


class ConnectionEstablishedEvent(Payload):
    service: Literal["system"]
    type: Literal["connection_established"]
    data: ConnectionEstablishedData
    timestamp: Timestamp


__all__ = [
    "AnyObject",
    "Article",
    "CoinMarketCapsAdditionalProperty",
    "CoinPricesAdditionalProperty",
    "CoinVolumesAdditionalProperty",
    "ConnectionEstablishedData",
    "ConnectionEstablishedEvent",
    "ErrorData",
    "ErrorEvent",
    "ExplorersData",
    "ExplorersUpdate",
    "Freshness",
    "GetStatusCommand",
    "HealthCheckerData",
    "HealthCheckerUpdate",
    "HuggingfaceData",
    "HuggingfaceUpdate",
    "MarketDataData",
    "MarketDataUpdate",
    "NewsData",
    "NewsUpdate",
    "OnchainData",
    "OnchainUpdate",
    "PersistenceData",
    "PersistenceUpdate",
    "PingCommand",
    "PongData",
    "PongEvent",
    "PoolManagerData",
    "PoolManagerUpdate",
    "ProviderHealth",
    "RpcNode",
    "RpcNodesData",
    "RpcNodesUpdate",
    "SchedulerData",
    "SchedulerJob",
    "SchedulerUpdate",
    "SentimentBySourceAdditionalProperty",
    "SentimentData",
    "SentimentUpdate",
    "ServiceNames",
    "SourcePool",
    "StatusData",
    "StatusEvent",
    "SubscribeCommand",
    "SubscriptionConfirmedEvent",
    "SubscriptionData",
    "SystemData",
    "SystemUpdate",
    "UnsubscribeCommand",
    "UnsubscriptionConfirmedEvent",
    "WelcomeData",
    "WelcomeEvent",
    "WhaleTrackingData",
    "WhaleTrackingUpdate",
    "WhaleTransaction",
    "WhaleWallet",
]
