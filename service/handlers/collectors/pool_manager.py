"""pool_manager: which provider serves each need, what has changed of late, and what the budgets still allow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.generated.application.messages.json import (
    Budget,
    Failover,
    PoolManagerData,
    PoolManagerUpdate,
    SourcePool,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from service.providers import failover
    from service.providers.budget import BudgetState
    from service.providers.pool_state import PoolState

__all__ = ["collect"]


def collect(
    pools: Mapping[str, PoolState],
    failovers: Sequence[failover.Failover],
    budgets: Mapping[str, BudgetState],
    at: datetime,
    *,
    prefix: str = "",
) -> PoolManagerUpdate:
    """Describe the pools by their ids, the failovers from the newest on, and the budgets by their providers' ids.

    Sources are named as in all other updates, with `prefix` before the provider's id; keys are the bare ids.
    """
    states = pools.values()
    serving = dict.fromkeys(state.server for state in states if state.server is not None)
    known = dict.fromkeys(provider for state in states for provider in state.providers)
    data = PoolManagerData(
        pools={id_: _pool(state, prefix) for id_, state in pools.items()},
        active_sources=[prefix + provider for provider in serving],
        inactive_sources=[prefix + provider for provider in known if provider not in serving],
        failover_count=sum(state.failovers for state in states),
        failovers=[_failover(each, prefix) for each in failovers],
        budgets={
            provider: Budget(
                limit=budget.requests, per_s=budget.per_s, left=budget.left, exhausted_at=budget.exhausted_at
            )
            for provider, budget in budgets.items()
        },
        timestamp=at,
    )
    return PoolManagerUpdate(service="pool_manager", type="update", data=data, timestamp=at)


def _pool(state: PoolState, prefix: str) -> SourcePool:
    sources = [prefix + provider for provider in state.providers]
    return SourcePool(
        service=state.service,
        active_source=None if state.server is None else prefix + state.server,
        preferred_source=sources[0],
        available_sources=sources,
        health=state.health,
        failover_count=state.failovers,
        last_failover=None if state.last_failover is None else _failover(state.last_failover, prefix),
        fail_back=state.fail_back(prefix),
    )


def _failover(each: failover.Failover, prefix: str) -> Failover:
    return Failover(
        pool=each.pool, from_=prefix + each.previous, to=prefix + each.current, reason=each.reason, at=each.at
    )
