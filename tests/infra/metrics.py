"""The names that /metrics has, with their labels. Alerts and dashboards may ask for no others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import promql_parser
from promql_parser import VectorSelector

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["AFTER_AN_EVENT", "METRICS", "OF_PROMETHEUS", "Asked", "asked"]

_HISTOGRAMS: Final[Mapping[str, frozenset[str]]] = {
    "gateway_fanout_seconds": frozenset({"service"}),
    "gateway_loop_lag_seconds": frozenset(),
    "gateway_provider_latency_seconds": frozenset({"provider"}),
}
_OTHERS: Final[Mapping[str, frozenset[str]]] = {
    "gateway_archive_lag_seconds": frozenset(),
    "gateway_archive_lost_rows_total": frozenset(),
    "gateway_archive_pending_rows": frozenset(),
    "gateway_archive_rows": frozenset(),
    "gateway_archive_size_bytes": frozenset(),
    "gateway_archive_writing": frozenset(),
    "gateway_breaker_open": frozenset({"provider"}),
    "gateway_budget_left": frozenset({"provider", "budget"}),
    "gateway_bytes_sent_total": frozenset(),
    "gateway_clients_dropped_total": frozenset({"reason"}),
    "gateway_commands_total": frozenset({"action", "result"}),
    "gateway_connections": frozenset({"endpoint"}),
    "gateway_data_age_seconds": frozenset({"service"}),
    "gateway_data_stale": frozenset({"service"}),
    "gateway_draining": frozenset(),
    "gateway_failover_timestamp_seconds": frozenset({"pool", "previous", "current", "reason"}),
    "gateway_failovers_total": frozenset({"pool"}),
    "gateway_frames_sent_total": frozenset({"type"}),
    "gateway_handshakes_refused_total": frozenset({"status"}),
    "gateway_info": frozenset({"version", "contract", "mode"}),
    "gateway_pool_serves": frozenset({"pool", "provider"}),
    "gateway_provider_requests_total": frozenset({"provider", "outcome"}),
    "gateway_ready": frozenset(),
    "gateway_subscriptions": frozenset({"service"}),
    "gateway_ticks_skipped_total": frozenset({"service"}),
    "gateway_updates_conflated_total": frozenset(),
    "gateway_updates_published_total": frozenset({"service"}),
    "process_cpu_seconds_total": frozenset(),
    "process_max_fds": frozenset(),
    "process_open_fds": frozenset(),
    "process_resident_memory_bytes": frozenset(),
    "process_start_time_seconds": frozenset(),
    "process_virtual_memory_bytes": frozenset(),
    "python_gc_collections_total": frozenset({"generation"}),
    "python_gc_objects_collected_total": frozenset({"generation"}),
    "python_gc_objects_uncollectable_total": frozenset({"generation"}),
    "python_info": frozenset({"implementation", "major", "minor", "patchlevel", "version"}),
}
METRICS: Final[Mapping[str, frozenset[str]]] = {
    **_OTHERS,
    **{f"{name}_bucket": labels | {"le"} for name, labels in _HISTOGRAMS.items()},
    **{f"{name}_{part}": labels for name, labels in _HISTOGRAMS.items() for part in ("count", "sum")},
}
"""Series name to its own labels; every one has `job` and `instance` besides."""
AFTER_AN_EVENT: Final = frozenset({"gateway_failover_timestamp_seconds"})
"""Those that a gateway does not have yet to which nothing has happened: its labels are what happened."""
OF_PROMETHEUS: Final[Mapping[str, frozenset[str]]] = {"up": frozenset()}
"""What Prometheus itself says of a gateway that it asks."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A series that an expression asks for, and the labels by which it chooses."""

    name: str
    labels: frozenset[str]


def asked(expression: str) -> list[Asked]:
    """Parse PromQL and return what it asks for. Raises ValueError when it is no PromQL."""
    found: list[Asked] = []

    def visit(node: object) -> None:
        if isinstance(node, VectorSelector):
            labels = frozenset(matcher.name for matcher in node.matchers.matchers)
            found.append(Asked(node.name or "", labels - {"job", "instance"}))

    # Grafana writes the width of its window in place of this.
    promql_parser.walk(promql_parser.parse(expression.replace("$__rate_interval", "5m")), visit)
    return found
