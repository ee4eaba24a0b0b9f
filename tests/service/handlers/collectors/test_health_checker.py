from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.envelope import encode
from service.errors import ProviderRefused, ProviderTimeout, ProviderUnavailable
from service.handlers.collectors.health_checker import collect
from service.providers.client_stats import ClientStats, Failure
from tests.fakes.clock import START

if TYPE_CHECKING:
    from collections.abc import Mapping

    from contracts.validator import Validator

DOWN = ProviderUnavailable("binance", "HTTP 503")
BLOCKED = ProviderRefused("binance", "HTTP 451")

NEW = ClientStats()
WELL = ClientStats().asked().succeeded([150.0], START)
SLOW = ClientStats().asked().succeeded([2000.1], START)
SHAKY = WELL.asked().failed(DOWN, START).given_up()
GONE = SHAKY.failed(DOWN, START).given_up().failed(DOWN, START).given_up()
REFUSED = WELL.asked().failed(BLOCKED, START).given_up()

INSTANTS = st.none() | st.datetimes(datetime(2026, 1, 1), datetime(2026, 11, 23)).map(  # noqa: DTZ001  made aware below
    lambda at: at.replace(tzinfo=START.tzinfo)
)
STATS = st.builds(
    ClientStats,
    requests=st.integers(0, 99),
    failed_fetches=st.integers(0, 5),
    last_failure=st.none()
    | st.builds(Failure, st.sampled_from([ProviderTimeout, ProviderRefused]), st.text(min_size=1, max_size=9)),
    last_check_at=INSTANTS,
    last_success_at=INSTANTS,
    elapsed_ms=st.lists(st.floats(0, 1e6), max_size=100).map(tuple),
)


def data(providers: Mapping[str, ClientStats]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(encode(collect(providers, START), "health_checker").text)["data"]
    return found


def row(stats: ClientStats) -> dict[str, Any]:
    found: dict[str, Any] = data({"binance": stats})["providers"]["binance"]
    return found


def test_a_provider_is_described_by_its_figures() -> None:
    """Times are those of good answers; the newest failure is named with its class, even when all is well again."""
    times_ms = [time_ms + 0.0123 for time_ms in range(100, 0, -1)]
    stats = ClientStats().asked().failed(DOWN, START - timedelta(seconds=9)).asked().succeeded(times_ms, START)

    assert row(stats) == {
        "status": "healthy",
        "response_time_ms": 1.0,
        "response_time_p50_ms": 50.0,
        "response_time_p95_ms": 95.0,
        "last_check": "2026-11-23T10:30:00.000Z",
        "last_success": "2026-11-23T10:30:00.000Z",
        "consecutive_failures": 0,
        "last_error": "ProviderUnavailable: HTTP 503",
    }


def test_who_was_not_asked_has_no_figures() -> None:
    """Nothing is known, and nothing is made up."""
    found = row(NEW)

    assert found.pop("status") == "unknown"
    assert found.pop("consecutive_failures") == 0
    assert set(found.values()) == {None}


@pytest.mark.parametrize(
    ("stats", "status"),
    [
        (NEW, "unknown"),
        (WELL, "healthy"),
        (SLOW, "degraded"),
        (SHAKY, "degraded"),
        (SHAKY.failed(DOWN, START).given_up(), "degraded"),
        (GONE, "unhealthy"),
        (GONE.succeeded([1.0], START), "healthy"),
        (REFUSED, "unhealthy"),
        (REFUSED.succeeded([1.0], START), "healthy"),
        (NEW.asked().failed(DOWN, START), "degraded"),
        (NEW.asked().failed(DOWN, START).given_up(), "degraded"),
    ],
)
def test_the_status_goes_by_the_fetches(stats: ClientStats, status: str) -> None:
    """Three failures in a row or one refusal are unhealthy until a good fetch; fewer, or slow answers, are between."""
    assert row(stats)["status"] == status


@pytest.mark.parametrize(("slow", "status"), [(5, "healthy"), (6, "degraded")])
def test_five_of_a_hundred_answers_may_be_slow(slow: int, status: str) -> None:
    """Slow is more than 2 seconds."""
    times_ms = [2000.0] * (100 - slow) + [9000.0] * slow

    assert row(NEW.succeeded(times_ms, START))["status"] == status


@pytest.mark.parametrize(
    ("providers", "overall"),
    [
        ([WELL, WELL], "healthy"),
        ([WELL, NEW], "healthy"),
        ([WELL, SHAKY], "degraded"),
        ([WELL, GONE], "degraded"),
        ([SHAKY, SHAKY], "unhealthy"),
        ([GONE, NEW], "unhealthy"),
        ([NEW, NEW], "unhealthy"),
        ([], "unhealthy"),
    ],
)
def test_the_whole_goes_by_the_parts(providers: list[ClientStats], overall: str) -> None:
    """Unhealthy when nobody is healthy, healthy when nobody is in trouble; who was not asked is neither."""
    assert data({str(number): stats for number, stats in enumerate(providers)})["overall_health"] == overall


def test_everybody_is_counted() -> None:
    """Those who were not asked are in the total alone."""
    found = data({"a": WELL, "b": SHAKY, "c": GONE, "d": NEW, "e": REFUSED})

    assert {name: found[f"{name}_count"] for name in ("healthy", "degraded", "unhealthy")} == {
        "healthy": 1,
        "degraded": 1,
        "unhealthy": 2,
    }
    assert found["total_providers"] == 5
    assert list(found["providers"]) == ["a", "b", "c", "d", "e"]


@given(providers=st.dictionaries(st.sampled_from("abc"), STATS))
def test_every_update_is_valid(sealed: Validator, providers: dict[str, ClientStats]) -> None:
    """Whatever has happened to the providers, the counts add up."""
    update = collect(providers, START)
    verdict = sealed.event("/ws/health", encode(update, "health_checker").text)
    counted = update.data.healthy_count + update.data.degraded_count + update.data.unhealthy_count
    unknown = [name for name, each in update.data.providers.items() if each.status == "unknown"]

    assert verdict, verdict.violations
    assert counted + len(unknown) == update.data.total_providers == len(providers)
