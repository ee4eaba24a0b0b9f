"""pool_manager: the pools, their failovers, and the budgets of all providers."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Any

from service.handlers.collectors.pool_manager import collect
from service.providers.budget import BudgetState
from service.providers.pool_state import PoolState
from service.publishers.mirror import Mirror

if TYPE_CHECKING:
    from contracts.generated.application.messages.json import PoolManagerUpdate
    from service.providers.client import ProviderClient
    from service.publishers.feed import Feed
    from service.publishers.kit import Kit
    from service.publishers.source_pool import SourcePool

__all__ = ["pool_manager"]


def pool_manager(kit: Kit) -> Mirror[PoolManagerUpdate]:
    """Make the origin. Pools without any feed, whose providers all lack a key, are left out.

    The first update waits until every pool has found its source: before, it would say only that nothing is known.
    """

    def is_complete() -> bool:
        return all(pool.settled() for pool in kit.pools.values())

    return Mirror(
        lambda at: collect(
            {id_: _pool(pool, kit) for id_, pool in kit.pools.items() if pool.feeds},
            kit.failovers.newest(),
            {id_: _budget(client, kit) for id_, client in kit.clients.items()},
            at,
            prefix=kit.prefix,
        ),
        is_complete,
    )


def _pool(pool: SourcePool[Any], kit: Kit) -> PoolState:
    pool.review()
    feeds = list(pool.feeds.values())
    return PoolState(
        service=pool.spec.service,
        feeds=tuple(feed.state() for feed in feeds),
        active=pool.active,
        failovers=pool.switches,
        last_failover=kit.failovers.latest.get(pool.spec.id),
        next_try_s=_next_try_s(feeds[0], kit),
    )


def _next_try_s(feed: Feed[Any], kit: Kit) -> float:
    """Return the seconds until this feed is fetched and its provider's breaker lets that through; 0 while it is."""
    schedule, now = feed.schedule(), kit.clock.monotonic()
    if feed.is_fetching:
        return 0.0
    rest_s = max(0.0, schedule.due - now)
    held_s = kit.clients[feed.spec.provider].breaker.retry_after_s(now) - rest_s
    return rest_s + max(0, ceil(held_s / schedule.interval_s)) * schedule.interval_s


def _budget(client: ProviderClient, kit: Kit) -> BudgetState:
    budget, now = client.budget, kit.clock.monotonic()
    runs_out_s = budget.runs_out_s(now)
    exhausted_at = None if runs_out_s is None else kit.clock.at(now + runs_out_s)
    return BudgetState(budget.requests, budget.per_s, budget.left(now), exhausted_at)
