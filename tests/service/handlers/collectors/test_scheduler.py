from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.envelope import encode
from service.handlers.collectors.scheduler import Job, collect
from tests.fakes.clock import START

if TYPE_CHECKING:
    from contracts.validator import Validator

IDLE = Job(
    id="publish.market_data",
    interval_s=5.0,
    next_run_at=START + timedelta(seconds=4),
    last_run_at=START - timedelta(seconds=1),
    last_duration_ms=1.4399,
    runs=721,
    failures=2,
    skipped=1,
)

SECONDS = st.integers(-1000, 1000)
JOBS = st.builds(
    Job,
    id=st.text(min_size=1, max_size=9),
    interval_s=st.floats(0.001, 1e6),
    next_run_at=SECONDS.map(lambda seconds: START + timedelta(seconds=seconds)),
    is_running=st.booleans(),
    has_failed=st.booleans(),
    last_run_at=st.none() | SECONDS.map(lambda seconds: START + timedelta(seconds=seconds)),
    last_duration_ms=st.none() | st.floats(0, 1e9),
    runs=st.integers(0, 99),
    failures=st.integers(0, 99),
    skipped=st.integers(0, 99),
)


def data(*jobs: Job) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(encode(collect(jobs, START), "scheduler").text)["data"]
    return found


def test_a_job_is_described_by_its_figures() -> None:
    """All of them, as the loop keeps them."""
    assert data(IDLE) == {
        "running": True,
        "total_jobs": 1,
        "active_jobs": 0,
        "jobs": [
            {
                "id": "publish.market_data",
                "status": "idle",
                "interval_s": 5.0,
                "next_run": "2026-11-23T10:30:04.000Z",
                "last_run": "2026-11-23T10:29:59.000Z",
                "last_duration_ms": 1.4,
                "runs": 721,
                "failures": 2,
                "skipped": 1,
            }
        ],
        "timestamp": "2026-11-23T10:30:00.000Z",
    }


def test_a_job_that_has_not_run_has_no_past() -> None:
    """It has a next run all the same."""
    (job,) = data(Job("fetch.kraken_ticker", 15.0, START))["jobs"]

    assert (job["last_run"], job["last_duration_ms"], job["runs"]) == (None, None, 0)
    assert job["next_run"] == "2026-11-23T10:30:00.000Z"


@pytest.mark.parametrize(
    ("is_running", "has_failed", "status"),
    [(False, False, "idle"), (False, True, "failed"), (True, False, "running"), (True, True, "running")],
)
def test_the_status_goes_by_the_newest_run(is_running: bool, has_failed: bool, status: str) -> None:  # noqa: FBT001  cases
    """Running while it works, whatever came before; failed until a run that is good."""
    found = data(replace(IDLE, is_running=is_running, has_failed=has_failed), IDLE)

    assert [job["status"] for job in found["jobs"]] == [status, "idle"]
    assert found["active_jobs"] == int(is_running)


def test_a_late_job_runs_now() -> None:
    """No next run lies in the past."""
    (job,) = data(replace(IDLE, next_run_at=START - timedelta(seconds=3)))["jobs"]

    assert job["next_run"] == "2026-11-23T10:30:00.000Z"


@given(jobs=st.lists(JOBS, max_size=4))
def test_every_update_is_valid(sealed: Validator, jobs: list[Job]) -> None:
    """Whatever the loops have met with, in their order."""
    update = collect(jobs, START)
    verdict = sealed.event("/ws/scheduler_status", encode(update, "scheduler").text)

    assert verdict, verdict.violations
    assert [job.id for job in update.data.jobs] == [job.id for job in jobs]
    assert update.data.running == bool(jobs)
    assert all(job.next_run >= START for job in update.data.jobs)
