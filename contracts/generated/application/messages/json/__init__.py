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

    source: Annotated[
        str,
        Field(
            description="The provider the values come from; several are joined with `+`. In demo mode each begins with `sim:`."
        ),
    ]
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
    notice: Annotated[str, Field(description="`shutdown`, `failover` or `token_expiry`. More may be added.")]
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
    source: Annotated[
        str,
        Field(
            description="The provider the values come from; several are joined with `+`. In demo mode each begins with `sim:`."
        ),
    ]
    as_of: Timestamp
    stale: Annotated[
        bool, Field(description="True when the values are older than they should be, or no source answers any more.")
    ]
    freshness: dict[str, Freshness] | None = None
    timestamp: Timestamp


class Fees(Payload):
    """What a transaction should offer to be taken up slowly, normally or fast."""

    slow: Annotated[float, Field(ge=0.0)]
    normal: Annotated[float, Field(ge=0.0)]
    fast: Annotated[float, Field(ge=0.0)]
    unit: Annotated[str, Field(description="`sat/vB` or `gwei`.")]


SentimentBySourceAdditionalProperty = TypeAliasType(
    "SentimentBySourceAdditionalProperty", Annotated[float, Field(ge=0.0, le=1.0)]
)


class SentimentData(Payload):
    """Scores run from 0 (bearish) to 1 (bullish). `sentiment_score` is the mean of `sentiment_by_source`; below 0.45 it is called bearish, above 0.55 bullish. The Fear & Greed Index counts as its value divided by 100, votes as the share of those up."""

    overall_sentiment: Literal["bullish", "neutral", "bearish"]
    sentiment_score: Annotated[float, Field(ge=0.0, le=1.0)]
    social_volume: Annotated[
        int | None, Field(description="Posts in the last 24 hours; null unless a source of them is configured.", ge=0)
    ]
    trending_topics: Annotated[list[str], Field(description="Names of coins, the most searched first.")]
    sentiment_by_source: dict[str, SentimentBySourceAdditionalProperty]
    labels: Annotated[dict[str, str] | None, Field(description="What a source itself calls its score.")] = None
    source: Annotated[
        str,
        Field(
            description="The provider the values come from; several are joined with `+`. In demo mode each begins with `sim:`."
        ),
    ]
    as_of: Timestamp
    stale: Annotated[
        bool, Field(description="True when the values are older than they should be, or no source answers any more.")
    ]
    freshness: dict[str, Freshness] | None = None
    timestamp: Timestamp


class WhaleTransaction(Payload):
    hash: str
    value: Annotated[float, Field(description="Amount, in units of `asset`.", ge=0.0)]
    value_usd: Annotated[
        float, Field(description="What it was worth when it was seen, by the prices of this gateway.", ge=0.0)
    ]
    asset: Annotated[str, Field(description="Symbol, such as `BTC` or `USDT`.")]
    chain: str
    from_: Annotated[
        str | None, Field(alias="from", description="The sender's address; null where there are many or none is known.")
    ]
    to: Annotated[str | None, Field(description="The receiver's address; null where there are many or none is known.")]
    timestamp: Timestamp
    new: Annotated[bool, Field(description="True in the first update that lists it.")]
    includes_change: Annotated[
        bool | None,
        Field(
            description="True while what goes back to the sender may be in `value`, which is known once the block is read; absent otherwise."
        ),
    ] = None


class WhaleWallet(Payload):
    address: str
    chain: str | None = None
    total_usd: Annotated[float, Field(description="What went in and out.", ge=0.0)]
    transactions: Annotated[int, Field(ge=1)]


class WhaleTrackingData(Payload):
    """Transfers of at least `alert_threshold` US dollars in a window of recent ones, the newest first."""

    large_transactions: list[WhaleTransaction]
    whale_wallets: Annotated[list[WhaleWallet], Field(description="The addresses that moved most in the window.")]
    total_volume: Annotated[float, Field(description="US dollars of the whole window.", ge=0.0)]
    alert_threshold: Annotated[float, Field(description="US dollars.", ge=0.0)]
    window_s: Annotated[float | None, Field(description="Length of the window in seconds.", ge=0.0)] = None
    source: Annotated[
        str,
        Field(
            description="The provider the values come from; several are joined with `+`. In demo mode each begins with `sim:`."
        ),
    ]
    as_of: Timestamp
    stale: Annotated[
        bool, Field(description="True when the values are older than they should be, or no source answers any more.")
    ]
    freshness: dict[str, Freshness] | None = None
    timestamp: Timestamp


class RpcNode(Payload):
    provider: Annotated[str, Field(description="The operator of the node.")]
    chain: Annotated[str, Field(description="`ethereum`, `bsc` or `polygon`.")]
    chain_id: Annotated[int, Field(ge=1)]
    status: Annotated[
        Literal["healthy", "degraded", "down"],
        Field(
            description="`down` does not answer; `degraded` answers, but syncs or is behind its chain's best node by more than 3 blocks (ethereum), 20 (bsc) or 30 (polygon)."
        ),
    ]
    block_number: Annotated[int | None, Field(ge=0)]
    blocks_behind: Annotated[int | None, Field(description="Behind the best node of the chain.", ge=0)]
    gas_price_gwei: Annotated[float | None, Field(ge=0.0)]
    syncing: bool | None
    latency_ms: Annotated[float | None, Field(description="Of the newest answer.", ge=0.0)]
    last_error: Annotated[str | None, Field(description="Why it does not answer; null when it does.")]


class NodeEvent(Payload):
    event: Annotated[str, Field(description="`new_head`, `node_down` or `node_up`. More may be added.")]
    chain: str
    provider: Annotated[str | None, Field(description="Of `node_down` and `node_up`.")] = None
    block_number: Annotated[int | None, Field(description="Of `new_head`.", ge=0)] = None
    at: Timestamp


class Metric(Payload):
    chain: str
    source: Annotated[
        str,
        Field(
            description="The provider the values come from; several are joined with `+`. In demo mode each begins with `sim:`."
        ),
    ]
    as_of: Timestamp
    stale: Annotated[
        bool, Field(description="True when the values are older than they should be, or no source answers any more.")
    ]


class ProviderHealth(Payload):
    """From the real fetches. `healthy`: the latest fetch was good, and 95 of 100 answers came within 2 seconds. `unhealthy`: three fetches in a row failed, or the provider refuses us. `degraded`: anything between. `unknown`: not asked yet."""

    status: Literal["healthy", "degraded", "unhealthy", "unknown"]
    response_time_ms: Annotated[
        float | None, Field(description="Of the newest good answer; null while there is none.", ge=0.0)
    ]
    response_time_p50_ms: Annotated[float | None, Field(description="Median of the last 100 good answers.", ge=0.0)]
    response_time_p95_ms: Annotated[float | None, Field(ge=0.0)]
    last_check: Timestamp | None
    last_success: Timestamp | None
    consecutive_failures: Annotated[int, Field(ge=0)]
    last_error: Annotated[str | None, Field(description="The class and the reason of the newest failure.")]


class HealthCheckerData(Payload):
    """`overall_health` is `unhealthy` when no provider is healthy, `healthy` when none is unhealthy or degraded, else `degraded`."""

    overall_health: Literal["healthy", "degraded", "unhealthy", "unknown"]
    healthy_count: Annotated[int, Field(ge=0)]
    degraded_count: Annotated[int, Field(ge=0)]
    unhealthy_count: Annotated[int, Field(ge=0)]
    total_providers: Annotated[int, Field(description="Those not asked yet included.", ge=0)]
    providers: dict[str, ProviderHealth]
    timestamp: Timestamp


class Failover(Payload):
    pool: str
    from_: Annotated[str, Field(alias="from")]
    to: str
    reason: str
    at: Timestamp


class Budget(Payload):
    """What the gateway allows itself with a provider: never more than `limit` in any `per_s` seconds. `exhausted_at` is when it would run out at the present rate, null when it would not."""

    limit: Annotated[int, Field(ge=1)]
    per_s: Annotated[float, Field(ge=0.0)]
    left: Annotated[int, Field(ge=0)]
    exhausted_at: Timestamp | None


class SchedulerJob(Payload):
    id: Annotated[str, Field(description="Such as `fetch.binance_ticker`, `publish.market_data`, or `archive`.")]
    status: Annotated[
        Literal["running", "idle", "paused", "failed"],
        Field(description="`failed` when the newest run failed; it runs again all the same."),
    ]
    interval_s: Annotated[float, Field(ge=0.0)]
    next_run: Timestamp
    last_run: Timestamp | None
    last_duration_ms: Annotated[float | None, Field(ge=0.0)]
    runs: Annotated[int, Field(ge=0)]
    failures: Annotated[int, Field(ge=0)]
    skipped: Annotated[int, Field(description="Runs that were left out because their time had passed.", ge=0)]


class SchedulerData(Payload):
    running: bool
    total_jobs: Annotated[int, Field(ge=0)]
    active_jobs: Annotated[int, Field(description="Jobs that run at this instant.", ge=0)]
    jobs: list[SchedulerJob]
    timestamp: Timestamp


class HuggingfaceData(Payload):
    """Models and datasets of the Hugging Face Hub that concern crypto and the sentiment of financial texts, the most used first."""

    total_models: Annotated[int, Field(description="Length of `available_models`.", ge=0)]
    total_datasets: Annotated[int, Field(description="Length of `available_datasets`.", ge=0)]
    available_models: list[str]
    available_datasets: list[str]
    last_refresh: Timestamp
    source: Annotated[
        str | None,
        Field(
            description="The provider the values come from; several are joined with `+`. In demo mode each begins with `sim:`."
        ),
    ] = None
    as_of: Timestamp | None = None
    stale: Annotated[
        bool | None,
        Field(description="True when the values are older than they should be, or no source answers any more."),
    ] = None
    timestamp: Timestamp


class PersistenceData(Payload):
    """The archive of everything that was published."""

    storage_location: Annotated[str, Field(description="A file, or the address of a database without its password.")]
    total_records: Annotated[int, Field(ge=0)]
    storage_size: Annotated[str, Field(description="For people.", pattern="^[0-9]+(\\.[0-9]+)? (B|KB|MB|GB|TB)$")]
    storage_bytes: Annotated[int, Field(ge=0)]
    last_save: Timestamp | None
    active_writers: Annotated[int, Field(description="1 while updates can be stored.", ge=0)]
    oldest_record: Timestamp | None
    pending_writes: Annotated[int, Field(description="Updates that wait to be stored.", ge=0)]
    lost_records: Annotated[int, Field(description="Updates that could not be stored since the gateway started.", ge=0)]
    last_error: Annotated[str | None, Field(description="Why nothing can be stored; null when all is well.")]
    last_backup: Timestamp | None
    last_export: Timestamp | None
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


class HealthCheckerUpdate(Payload):
    service: Literal["health_checker"]
    type: Literal["update"]
    data: HealthCheckerData
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


class Network(Payload):
    """One network. What has no meaning there, or is not known, is null."""

    latest_block: Annotated[int | None, Field(description="Height of the newest block.", ge=0)]
    network_hashrate: Annotated[float | None, Field(description="Hashes a second.", ge=0.0)]
    difficulty: Annotated[float | None, Field(description="As the network itself counts it.", ge=0.0)]
    mempool_size: Annotated[int | None, Field(description="Transactions that wait.", ge=0)]
    transactions_count: Annotated[
        int | None, Field(description="Transactions in the last 24 hours, or in the last whole day.", ge=0)
    ]
    fees: Fees | None = None
    source: Annotated[
        str,
        Field(
            description="The provider the values come from; several are joined with `+`. In demo mode each begins with `sim:`."
        ),
    ]
    as_of: Timestamp
    stale: Annotated[
        bool, Field(description="True when the values are older than they should be, or no source answers any more.")
    ]


class Article(Payload):
    id: Annotated[str | None, Field(description="The same for the same article for ever.")] = None
    title: Annotated[str, Field(description="Plain text.", min_length=1)]
    source: Annotated[str, Field(description="The outlet.")]
    url: AnyUrl
    published_at: Timestamp
    categories: Annotated[
        list[str] | None,
        Field(
            description="Of `Market`, `Bitcoin`, `Ethereum`, `Altcoins`, `DeFi`, `NFT`, `Regulation`, `Technology`, `Business`, `Security`. More may be added."
        ),
    ] = None


class NewsData(Payload):
    """The newest articles first, each once. `freshness` speaks of each outlet."""

    articles: list[Article]
    sources: Annotated[list[str], Field(description="The outlets of the articles.")]
    categories: Annotated[
        list[str],
        Field(
            description="Of `Market`, `Bitcoin`, `Ethereum`, `Altcoins`, `DeFi`, `NFT`, `Regulation`, `Technology`, `Business`, `Security`. More may be added."
        ),
    ]
    source: Annotated[
        str,
        Field(
            description="The provider the values come from; several are joined with `+`. In demo mode each begins with `sim:`."
        ),
    ]
    as_of: Timestamp
    stale: Annotated[
        bool, Field(description="True when the values are older than they should be, or no source answers any more.")
    ]
    freshness: dict[str, Freshness] | None = None
    timestamp: Timestamp


class RpcNodesData(Payload):
    """One row a node, those that do not answer included."""

    nodes: list[RpcNode]
    active_nodes: Annotated[int, Field(description="Nodes that answer.", ge=0)]
    total_nodes: Annotated[int, Field(ge=0)]
    average_latency: Annotated[float | None, Field(description="Milliseconds, over the nodes that answer.", ge=0.0)]
    events: Annotated[list[NodeEvent], Field(description="What happened since the update before, the oldest first.")]
    source: Annotated[
        str,
        Field(
            description="The provider the values come from; several are joined with `+`. In demo mode each begins with `sim:`."
        ),
    ]
    as_of: Timestamp
    stale: Annotated[
        bool, Field(description="True when the values are older than they should be, or no source answers any more.")
    ]
    timestamp: Timestamp


class OnchainData(Payload):
    """Figures that change at very different paces; `metrics` says for each its chain, its source and the instant it describes."""

    active_addresses: Annotated[
        int | None, Field(description="Addresses that took part in a transaction in the last whole day.", ge=0)
    ]
    transaction_count: Annotated[
        int | None, Field(description="Transactions in the last 24 hours, or in the last whole day.", ge=0)
    ]
    total_fees: Annotated[float | None, Field(description="US dollars in the last 24 hours.", ge=0.0)]
    gas_price: Annotated[float | None, Field(description="Gwei.", ge=0.0)]
    network_utilization: Annotated[
        float | None, Field(description="The share of the gas limit that the last 20 blocks used.", ge=0.0, le=1.0)
    ]
    metrics: Annotated[
        dict[str, Metric],
        Field(description="By the name of the field. A figure that no source gives is absent here and null above."),
    ]
    source: Annotated[
        str,
        Field(
            description="The provider the values come from; several are joined with `+`. In demo mode each begins with `sim:`."
        ),
    ]
    as_of: Timestamp
    stale: Annotated[
        bool, Field(description="True when the values are older than they should be, or no source answers any more.")
    ]
    timestamp: Timestamp


class SourcePool(Payload):
    service: Annotated[str, Field(description="The service it serves.")]
    active_source: Annotated[str | None, Field(description="Null while no source has answered.")]
    preferred_source: Annotated[str, Field(description="The one that serves when all are well.")]
    available_sources: Annotated[list[str], Field(description="In order of preference.")]
    health: Literal["healthy", "degraded", "unhealthy", "unknown"]
    failover_count: Annotated[int, Field(ge=0)]
    last_failover: Failover | None
    fail_back: Annotated[
        str | None, Field(description="What would bring the preferred source back; null while it serves.")
    ]


class PoolManagerData(Payload):
    pools: dict[str, SourcePool]
    active_sources: Annotated[list[str], Field(description="Providers that serve a pool.")]
    inactive_sources: Annotated[list[str], Field(description="The other providers of the pools.")]
    failover_count: Annotated[int, Field(description="Since the gateway started.", ge=0)]
    failovers: Annotated[list[Failover], Field(description="The last 50, the newest first.", max_length=50)]
    budgets: Annotated[dict[str, Budget], Field(description="By provider.")]
    timestamp: Timestamp


class ConnectionEstablishedEvent(Payload):
    service: Literal["system"]
    type: Literal["connection_established"]
    data: ConnectionEstablishedData
    timestamp: Timestamp


class NewsUpdate(Payload):
    service: Literal["news"]
    type: Literal["update"]
    data: NewsData
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


class PoolManagerUpdate(Payload):
    service: Literal["pool_manager"]
    type: Literal["update"]
    data: PoolManagerData
    timestamp: Timestamp


class ExplorersData(Payload):
    """The state of blockchain networks. The flat fields are those of Bitcoin."""

    chain: Annotated[str | None, Field(description="The network of the flat fields: `bitcoin`.")] = None
    latest_block: Annotated[int | None, Field(description="Height of the newest block.", ge=0)]
    network_hashrate: Annotated[float | None, Field(description="Hashes a second.", ge=0.0)]
    difficulty: Annotated[float | None, Field(description="As the network itself counts it.", ge=0.0)]
    mempool_size: Annotated[int | None, Field(description="Transactions that wait.", ge=0)]
    transactions_count: Annotated[
        int | None, Field(description="Transactions in the last 24 hours, or in the last whole day.", ge=0)
    ]
    networks: Annotated[
        dict[str, Network] | None,
        Field(description="The same for each network, by its name, and the fees where they are known."),
    ] = None
    source: Annotated[
        str,
        Field(
            description="The provider the values come from; several are joined with `+`. In demo mode each begins with `sim:`."
        ),
    ]
    as_of: Timestamp
    stale: Annotated[
        bool, Field(description="True when the values are older than they should be, or no source answers any more.")
    ]
    timestamp: Timestamp


class ExplorersUpdate(Payload):
    service: Literal["explorers"]
    type: Literal["update"]
    data: ExplorersData
    timestamp: Timestamp


__all__ = [
    "AnyObject",
    "Article",
    "Budget",
    "CoinMarketCapsAdditionalProperty",
    "CoinPricesAdditionalProperty",
    "CoinVolumesAdditionalProperty",
    "ConnectionEstablishedData",
    "ConnectionEstablishedEvent",
    "ErrorData",
    "ErrorEvent",
    "ExplorersData",
    "ExplorersUpdate",
    "Failover",
    "Fees",
    "Freshness",
    "GetStatusCommand",
    "HealthCheckerData",
    "HealthCheckerUpdate",
    "HuggingfaceData",
    "HuggingfaceUpdate",
    "MarketDataData",
    "MarketDataUpdate",
    "Metric",
    "Network",
    "NewsData",
    "NewsUpdate",
    "NodeEvent",
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
