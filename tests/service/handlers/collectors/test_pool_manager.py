from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from service.envelope import encode
from service.handlers.collectors.pool_manager import collect
from service.providers.budget import BudgetState
from service.providers.failover import Failover
from service.providers.pool import FeedState
from service.providers.pool_state import PoolState
from tests.fakes.clock import START

if TYPE_CHECKING:
    from collections.abc import Mapping

    from contracts.validator import Validator


def feed(provider: str, failure: str | None = None) -> FeedState:
    return FeedState(f"{provider}_feed", provider, 1.0, 20.0, failure=failure, successes=0 if failure else 5)


def pool(*feeds: FeedState, active: str | None, service: str = "market_data", **figures: Any) -> PoolState:
    told: dict[str, Any] = {"failovers": 0, "last_failover": None, "next_try_s": 12.0, **figures}
    return PoolState(service, feeds, active, **told)


SWITCH = Failover("market_prices", "binance", "coinbase", "HTTP 503", START - timedelta(seconds=110))
PRICES = pool(
    feed("binance", "HTTP 503"),
    feed("coinbase"),
    feed("kraken"),
    active="coinbase_feed",
    failovers=1,
    last_failover=SWITCH,
)
TRENDS = pool(feed("coingecko"), active="coingecko_feed", service="sentiment", failovers=2)
FEARS = pool(feed("alternative_me", "HTTP 500"), active=None, service="sentiment")


def data(pools: Mapping[str, PoolState], prefix: str = "", **budgets: BudgetState) -> dict[str, Any]:
    update = collect(pools, [SWITCH], budgets, START, prefix=prefix)
    found: dict[str, Any] = json.loads(encode(update, "pool_manager").text)["data"]
    return found


def test_pools_failovers_and_budgets_are_described() -> None:
    """The seed's names, with what would bring the preferred source back."""
    failover = {
        "pool": "market_prices",
        "from": "binance",
        "to": "coinbase",
        "reason": "HTTP 503",
        "at": "2026-11-23T10:28:10.000Z",
    }

    assert data({"market_prices": PRICES}, coinbase=BudgetState(60, 60.0, 48, None)) == {
        "pools": {
            "market_prices": {
                "service": "market_data",
                "active_source": "coinbase",
                "preferred_source": "binance",
                "available_sources": ["binance", "coinbase", "kraken"],
                "health": "degraded",
                "failover_count": 1,
                "last_failover": failover,
                "fail_back": "2 good answers of binance in a row; now: HTTP 503; next try in 12 s",
            }
        },
        "active_sources": ["coinbase"],
        "inactive_sources": ["binance", "kraken"],
        "failover_count": 1,
        "failovers": [failover],
        "budgets": {"coinbase": {"limit": 60, "per_s": 60.0, "left": 48, "exhausted_at": None}},
        "timestamp": "2026-11-23T10:30:00.000Z",
    }


def test_a_source_is_active_when_any_pool_has_it() -> None:
    """Sources are listed once; a pool that nobody serves yet has none that is active."""
    other = pool(feed("kraken"), feed("coinbase"), active="kraken_feed")
    found = data({"prices": PRICES, "other": other, "trends": TRENDS, "fears": FEARS})

    assert found["active_sources"] == ["coinbase", "kraken", "coingecko"]
    assert found["inactive_sources"] == ["binance", "alternative_me"]
    assert found["pools"]["fears"]["active_source"] is None
    assert found["failover_count"] == 3


def test_a_pool_that_is_well_waits_for_nothing() -> None:
    """While the preferred source serves there is nothing to bring back."""
    found = data({"trends": TRENDS})["pools"]["trends"]

    assert (found["health"], found["fail_back"], found["last_failover"]) == ("healthy", None, None)


def test_in_a_demonstration_sources_are_marked_everywhere() -> None:
    """As in all other updates; keys are the bare ids, as in the settings."""
    found = data({"prices": PRICES}, prefix="sim:", coinbase=BudgetState(60, 60.0, 48, None))
    prices = found["pools"]["prices"]

    assert prices["active_source"] == found["active_sources"][0] == found["failovers"][0]["to"] == "sim:coinbase"
    assert prices["preferred_source"] == prices["last_failover"]["from"] == found["inactive_sources"][0]
    assert prices["available_sources"] == ["sim:binance", "sim:coinbase", "sim:kraken"]
    assert "of sim:binance in a row" in prices["fail_back"]
    assert list(found["budgets"]) == ["coinbase"]


def test_a_budget_that_runs_out_says_when() -> None:
    """An instant, like all others."""
    budget = BudgetState(5, 60.0, 1, START + timedelta(seconds=20))

    assert data({}, coingecko=budget)["budgets"]["coingecko"]["exhausted_at"] == "2026-11-23T10:30:20.000Z"


FEEDS = st.builds(
    FeedState,
    feed=st.sampled_from(["a_feed", "b_feed", "c_feed"]),
    provider=st.sampled_from("abc"),
    age_s=st.none() | st.floats(0, 100),
    fresh_for_s=st.just(20.0),
    failure=st.none() | st.just("HTTP 503"),
    successes=st.integers(0, 4),
)
POOLS = st.builds(
    PoolState,
    service=st.just("news"),
    feeds=st.lists(FEEDS, min_size=1, max_size=3).map(tuple),
    active=st.none() | st.sampled_from(["a_feed", "b_feed"]),
    failovers=st.integers(0, 9),
    last_failover=st.none() | st.just(SWITCH),
    next_try_s=st.floats(0, 1e5),
)


@given(pools=st.dictionaries(st.sampled_from("xyz"), POOLS), failovers=st.integers(0, 50))
def test_every_update_is_valid(sealed: Validator, pools: dict[str, PoolState], failovers: int) -> None:
    """Whatever the pools have met with, every source is either active or not."""
    update = collect(pools, [SWITCH] * failovers, {"a": BudgetState(1, 60.0, 0, START)}, START, prefix="sim:")
    verdict = sealed.event("/ws/pool_status", encode(update, "pool_manager").text)
    active, inactive = set(update.data.active_sources), set(update.data.inactive_sources)
    sources = {f"sim:{provider}" for state in pools.values() for provider in state.providers}

    assert verdict, verdict.violations
    assert active | inactive == sources
    assert not active & inactive
