"""Metrics of the publishing half: how old and how honest the data is, and what waits for the archive."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from service.metrics.families import counter, gauge

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from prometheus_client import Metric

    from contracts.generated.catalog import ServiceName
    from service.archive.state import ArchiveState
    from service.clock import Clock
    from service.publishers.publisher import Publisher

__all__ = ["archive", "services"]


def services(publishers: Mapping[ServiceName, Publisher[Any]], clock: Clock) -> Iterator[Metric]:
    """Describe the services now."""
    newest = {name: publisher.newest.data for name, publisher in publishers.items() if publisher.newest is not None}
    # What the gateway says of itself has no source, and so no age.
    sourced = {name: data for name, data in newest.items() if hasattr(data, "as_of")}
    yield gauge(
        "gateway_data_age_seconds",
        "Since the instant that the newest update describes.",
        {(name,): clock.age_s(data.as_of) for name, data in sourced.items()},
        ("service",),
    )
    yield gauge(
        "gateway_data_stale",
        "1 when that update was marked stale.",
        {(name,): float(data.stale) for name, data in sourced.items()},
        ("service",),
    )
    yield counter(
        "gateway_updates_published",
        "Updates made, each for all its listeners.",
        {(name,): publisher.published for name, publisher in publishers.items()},
        ("service",),
    )
    yield counter(
        "gateway_ticks_skipped",
        "Ticks that could not be kept, because the one before took too long.",
        {(name,): publisher.skipped for name, publisher in publishers.items()},
        ("service",),
    )


def archive(state: ArchiveState, clock: Clock) -> Iterator[Metric]:
    """Describe the archive now."""
    lag_s = 0.0 if state.waiting_since is None else clock.age_s(state.waiting_since)
    yield gauge("gateway_archive_writing", "1 while the database takes what it is given.", {(): float(state.writing)})
    yield gauge("gateway_archive_lag_seconds", "How long the oldest update that is not stored waits.", {(): lag_s})
    yield gauge("gateway_archive_pending_rows", "Updates that are not stored yet.", {(): state.pending})
    yield gauge("gateway_archive_rows", "Updates stored.", {(): state.records})
    yield gauge("gateway_archive_size_bytes", "What they take on the disk.", {(): state.size_bytes})
    yield counter("gateway_archive_lost_rows", "Updates that were lost because too many waited.", {(): state.lost})
