from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from service.publishers.origins.pool_manager import pool_manager
from tests.service.providers.examples import example
from tests.service.publishers.origins.stage import Stage

if TYPE_CHECKING:
    from contracts.generated.application.messages.json import PoolManagerData
    from tests.fakes.clock import FakeClock
    from tests.service.publishers.origins.stage import Bodies


def ticker(clock: FakeClock) -> bytes:
    """Quote a price that moves with the clock."""
    return b'{"error": [], "result": {"BTC/USD": {"c": ["%f", "1"]}}}' % clock.monotonic()


BODIES: Bodies = {"kraken/0/public/Ticker": ticker, "coingecko/simple/price": example("coingecko_simple_price.json")}
FEEDS = ("kraken_ticker", "coingecko_prices")


def data(stage: Stage) -> PoolManagerData:
    return pool_manager(stage.kit).collect(stage.clock.now()).data


async def test_pools_are_shown_as_they_are() -> None:
    """Before anybody was asked nothing is known; pools without a source are left out."""
    stage = Stage(BODIES, FEEDS)
    before = data(stage)
    async with stage.running():
        after = data(stage)

    assert list(before.pools) == list(after.pools) == ["market_prices", "market_caps"]
    assert {pool.health for pool in before.pools.values()} == {"unknown"}
    assert before.active_sources == []
    assert {pool.health for pool in after.pools.values()} == {"healthy"}
    assert (after.active_sources, after.inactive_sources) == (["sim:kraken", "sim:coingecko"], [])


async def test_a_failover_is_told_with_the_way_back() -> None:
    """What it waits for comes true: the next try is when it says, and so many answers bring the source back."""
    stage = Stage(BODIES, FEEDS)
    async with stage.running():
        await stage.clock.advance(1.0)
        stage.world.down.add("kraken")
        await stage.clock.advance(9.0)
        prices = data(stage).pools["market_prices"]
        assert (prices.health, prices.active_source, prices.failover_count) == ("degraded", "sim:coingecko", 1)
        assert prices.last_failover is not None
        assert (prices.last_failover.from_, prices.last_failover.reason) == ("sim:kraken", "HTTP 503")
        assert prices.fail_back is not None
        assert prices.fail_back.startswith("2 good answers of sim:kraken in a row; now: HTTP 503; next try in ")

        stage.world.down.clear()
        await stage.clock.advance(next_try_s(prices.fail_back))
        waiting = data(stage).pools["market_prices"].fail_back
        assert waiting is not None
        assert waiting.startswith("1 more good answer of sim:kraken; next try in ")
        await stage.clock.advance(next_try_s(waiting))
        after = data(stage)

    assert (after.pools["market_prices"].health, after.pools["market_prices"].fail_back) == ("healthy", None)
    assert (after.failover_count, [each.to for each in after.failovers]) == (2, ["sim:kraken", "sim:coingecko"])


async def test_the_next_try_knows_of_the_breaker() -> None:
    """While a provider is left alone its feed's own pace says nothing."""
    stage = Stage(BODIES, FEEDS)
    async with stage.running():
        await stage.clock.advance(1.0)
        stage.world.down.add("kraken")
        await stage.clock.advance(9.0)
        stage.kit.clients["kraken"].breaker.hold(100.0, stage.clock.monotonic())
        text = data(stage).pools["market_prices"].fail_back
        assert text is not None
        asked = len(asked_s(stage))
        await stage.clock.advance(next_try_s(text) - 1.2)
        assert len(asked_s(stage)) == asked
        await stage.clock.advance(1.2)
        assert len(asked_s(stage)) == asked + 1


async def test_budgets_tell_what_is_left() -> None:
    """By the providers' ids; one that is spent is exhausted now, and an even use never is."""
    stage = Stage(BODIES, FEEDS)
    async with stage.running():
        await stage.clock.advance(130.0)
        budget = data(stage).budgets
        assert list(budget) == ["kraken", "coingecko"]
        assert (budget["coingecko"].limit, budget["coingecko"].per_s, budget["coingecko"].left) == (5, 60.0, 4)
        assert budget["coingecko"].exhausted_at is None

        stage.kit.clients["coingecko"].budget.spend(2, stage.clock.monotonic())
        soon = data(stage).budgets["coingecko"].exhausted_at
        stage.kit.clients["coingecko"].budget.spend(2, stage.clock.monotonic())
        spent = data(stage).budgets["coingecko"]

    assert soon is not None
    assert (soon - stage.clock.now()).total_seconds() == pytest.approx(40.0)
    assert (spent.left, spent.exhausted_at) == (0, stage.clock.now())


async def test_the_first_update_waits_for_all_pools() -> None:
    """Until each has found a source or none."""
    stage = Stage(BODIES, FEEDS)
    stage.world.down.add("coingecko")
    origin = pool_manager(stage.kit)
    assert not origin.settled()
    await stage.kit.feeds["kraken_ticker"].fetch()
    assert not origin.settled()

    async with stage.running():
        await stage.clock.advance(10.0)
    assert origin.settled()


def next_try_s(text: str) -> float:
    found = re.search(r"next try in (\d+) s$", text)
    assert found is not None
    # A sum of floats may fall a hair short of the moment that was meant.
    return float(found[1]) + 0.1


def asked_s(stage: Stage) -> list[float]:
    return [at for at, provider in stage.world.asked if provider == "kraken"]
