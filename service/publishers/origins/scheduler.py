"""scheduler: every loop of the gateway."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.handlers.collectors.scheduler import Job, collect
from service.publishers.mirror import Mirror

if TYPE_CHECKING:
    from contracts.generated.application.messages.json import SchedulerUpdate
    from service.publishers.kit import Kit
    from service.publishers.loop import Loop

__all__ = ["scheduler"]


def scheduler(kit: Kit) -> Mirror[SchedulerUpdate]:
    """Make the origin."""
    return Mirror(lambda at: collect([_job(loop) for loop in kit.loops], at))


def _job(loop: Loop) -> Job:
    schedule = loop.schedule()
    return Job(
        id=loop.name,
        interval_s=schedule.interval_s,
        next_run_at=loop.clock.at(schedule.due),
        is_running=loop.is_running,
        has_failed=loop.has_failed,
        last_run_at=loop.last_started_at,
        last_duration_ms=loop.last_duration_ms,
        runs=loop.runs,
        failures=loop.failures,
        skipped=schedule.skipped,
    )
