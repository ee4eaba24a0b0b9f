"""scheduler: the loops that fetch, publish and archive, as jobs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from contracts.generated.application.messages.json import SchedulerData, SchedulerJob, SchedulerUpdate

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

__all__ = ["Job", "collect"]


@dataclass(frozen=True, slots=True)
class Job:
    """One loop at one moment."""

    id: str
    interval_s: float
    next_run_at: datetime
    is_running: bool = False
    has_failed: bool = False
    """Whether its newest run failed."""
    last_run_at: datetime | None = None
    """When its newest run began."""
    last_duration_ms: float | None = None
    """Of the newest run that has ended."""
    runs: int = 0
    failures: int = 0
    skipped: int = 0


def collect(jobs: Sequence[Job], at: datetime) -> SchedulerUpdate:
    """List the jobs. The one that publishes this update is among them, and runs.

    No job is ever `paused`: there is nobody who could do that. A job that is late has its next run now.
    """
    data = SchedulerData(
        running=bool(jobs),
        total_jobs=len(jobs),
        active_jobs=sum(job.is_running for job in jobs),
        jobs=[_job(job, at) for job in jobs],
        timestamp=at,
    )
    return SchedulerUpdate(service="scheduler", type="update", data=data, timestamp=at)


def _job(job: Job, at: datetime) -> SchedulerJob:
    return SchedulerJob(
        id=job.id,
        status=_status(job),
        interval_s=job.interval_s,
        next_run=max(job.next_run_at, at),
        last_run=job.last_run_at,
        last_duration_ms=None if job.last_duration_ms is None else round(job.last_duration_ms, 1),
        runs=job.runs,
        failures=job.failures,
        skipped=job.skipped,
    )


def _status(job: Job) -> Literal["running", "idle", "failed"]:
    if job.is_running:
        return "running"
    return "failed" if job.has_failed else "idle"
