"""Metrics of the fetching half: how the providers answer, what may still be asked, and which source serves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.metrics.families import counter, gauge, histogram

if TYPE_CHECKING:
    from collections.abc import Iterator

    from prometheus_client import Metric

    from service.publishers.kit import Kit

__all__ = ["sources"]


def sources(kit: Kit) -> Iterator[Metric]:
    """Describe providers and pools now. Providers go by their bare ids, also where they are simulated."""
    yield from _providers(kit)
    yield from _pools(kit)


def _providers(kit: Kit) -> Iterator[Metric]:
    clients, now = kit.clients, kit.clock.monotonic()
    yield counter(
        "gateway_provider_requests",
        "Requests by what they came to; retries are requests too.",
        {
            (provider, outcome): number
            for provider, client in clients.items()
            for outcome, number in client.tally.outcomes.items()
        },
        ("provider", "outcome"),
    )
    yield histogram(
        "gateway_provider_latency_seconds",
        "From a request to the end of its good answer.",
        {(provider,): client.tally.latency_s for provider, client in clients.items()},
        ("provider",),
    )
    yield gauge(
        "gateway_breaker_open",
        "1 while the provider is left alone, and until it has answered a probe.",
        {(provider,): client.breaker.state(now) != "closed" for provider, client in clients.items()},
        ("provider",),
    )
    yield gauge(
        "gateway_budget_left",
        "What may still be asked of the provider now, of its budget.",
        {
            (provider, f"{client.budget.requests}/{client.budget.per_s:g}s"): client.budget.left(now)
            for provider, client in clients.items()
        },
        ("provider", "budget"),
    )


def _pools(kit: Kit) -> Iterator[Metric]:
    yield gauge(
        "gateway_pool_serves",
        "1 for the provider that serves the pool.",
        {
            (pool_id, feed.spec.provider): float(id_ == pool.active and pool.usable)
            for pool_id, pool in kit.pools.items()
            for id_, feed in pool.feeds.items()
        },
        ("pool", "provider"),
    )
    yield counter(
        "gateway_failovers",
        "Changes of the provider that serves the pool, and the ways back.",
        {(pool_id,): pool.switches for pool_id, pool in kit.pools.items()},
        ("pool",),
    )
    # Only the latest of each pool: reasons are text, and every text is a series.
    yield gauge(
        "gateway_failover_timestamp_seconds",
        "When the pool was switched last, from where to where, and why.",
        {
            (pool_id, failover.previous, failover.current, failover.reason): failover.at.timestamp()
            for pool_id, failover in kit.failovers.latest.items()
        },
        ("pool", "previous", "current", "reason"),
    )
