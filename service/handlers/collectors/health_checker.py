"""health_checker: how the providers answer, judged by the fetches that the gateway makes anyway."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from contracts.generated.application.messages.json import HealthCheckerData, HealthCheckerUpdate, ProviderHealth
from service.errors import ProviderRefused
from service.providers.percentile import percentile

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from service.providers.client_stats import ClientStats

__all__ = ["collect"]

Health: TypeAlias = Literal["healthy", "degraded", "unhealthy", "unknown"]

FAILED_FETCHES: Final = 3
SLOW_MS: Final = 2000.0


def collect(providers: Mapping[str, ClientStats], at: datetime) -> HealthCheckerUpdate:
    """Describe the providers by their ids. The rules for `status` and `overall_health` are those of the contract."""
    rows = {provider: _row(stats) for provider, stats in providers.items()}
    states: list[Health] = [row.status for row in rows.values()]
    data = HealthCheckerData(
        overall_health=_overall(states),
        healthy_count=states.count("healthy"),
        degraded_count=states.count("degraded"),
        unhealthy_count=states.count("unhealthy"),
        total_providers=len(rows),
        providers=rows,
        timestamp=at,
    )
    return HealthCheckerUpdate(service="health_checker", type="update", data=data, timestamp=at)


def _row(stats: ClientStats) -> ProviderHealth:
    failure = stats.last_failure
    return ProviderHealth(
        status=_status(stats),
        response_time_ms=_rounded(stats.elapsed_ms[-1] if stats.elapsed_ms else None),
        response_time_p50_ms=_rounded(percentile(stats.elapsed_ms, 50)),
        response_time_p95_ms=_rounded(percentile(stats.elapsed_ms, 95)),
        last_check=stats.last_check_at,
        last_success=stats.last_success_at,
        consecutive_failures=stats.failed_fetches,
        last_error=None if failure is None else f"{failure.kind.__name__}: {failure.reason}",
    )


def _rounded(time_ms: float | None) -> float | None:
    return None if time_ms is None else round(time_ms, 1)


def _status(stats: ClientStats) -> Health:
    if stats.last_check_at is None:
        return "unknown"
    is_refused = stats.last_failure is not None and issubclass(stats.last_failure.kind, ProviderRefused)
    if stats.failed_fetches >= FAILED_FETCHES or (stats.failed_fetches and is_refused):
        return "unhealthy"
    slowest_ms = percentile(stats.elapsed_ms, 95)
    is_quick = slowest_ms is not None and slowest_ms <= SLOW_MS
    return "healthy" if stats.failed_fetches == 0 and is_quick else "degraded"


def _overall(states: Sequence[Health]) -> Literal["healthy", "degraded", "unhealthy"]:
    """Judge the whole. That nobody was asked yet is no state of it: without a healthy provider it is unhealthy."""
    if "healthy" not in states:
        return "unhealthy"
    return "degraded" if {"degraded", "unhealthy"} & set(states) else "healthy"
