from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from math import log
from statistics import pstdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.simulator.coins import Coin, load_coins
from service.simulator.market import DAY_S, Market
from tests.service.simulator.world import AT, snapshot

COINS = load_coins()
BITCOIN = COINS[0]


@pytest.mark.parametrize("coin", COINS, ids=lambda coin: coin.id)
def test_world_begins_with_the_written_prices(coin: Coin) -> None:
    """Second 0 has the prices of coins.toml, whatever the seed."""
    prices = {Market(seed, COINS).price(coin, 0) for seed in (1, 2)}

    assert prices == {coin.price}


@given(st.integers(0, 2**32), st.integers(-366 * DAY_S, 366 * DAY_S))
def test_seed_and_second_decide(seed: int, second: int) -> None:
    """The same seed and second have the same price; another seed has another."""
    price = Market(seed, COINS).price(BITCOIN, second)

    assert price == Market(seed, COINS).price(BITCOIN, second) > 0
    assert second == 0 or price != Market(seed + 1, COINS).price(BITCOIN, second)


def test_prices_move_every_second() -> None:
    """No two neighbouring seconds have the same price."""
    prices = [Market(7, COINS).price(BITCOIN, second) for second in range(100)]

    assert len(set(prices)) == 100


def test_day_moves_by_the_coins_volatility() -> None:
    """The logarithm of the price strays by `volatility` in a day."""
    ways = [log(Market(seed, COINS).price(BITCOIN, DAY_S) / BITCOIN.price) for seed in range(300)]

    assert pstdev(ways) == pytest.approx(BITCOIN.volatility, rel=0.15)


@given(st.integers(0, 10_000_000))
def test_venues_differ_by_basis_points(second: int) -> None:
    """Two venues stay within 4 basis points of the market, and hardly ever agree."""
    one, other = (snapshot(venue, second=second).price(BITCOIN) for venue in ("binance", "kraken"))
    middle = Market(7, COINS).price(BITCOIN, second)

    assert 0 < abs(one / other - 1) < 8.1e-4
    assert max(abs(one / middle - 1), abs(other / middle - 1)) < 4.1e-4


@given(st.integers(0, 10_000_000))
def test_tether_is_not_quite_a_dollar(second: int) -> None:
    """USDT is a little under one US dollar."""
    assert 0.999 <= snapshot("binance", second=second).tether < 1


def test_change_is_against_then() -> None:
    """The change is in percent of the older price."""
    world = snapshot("kraken", second=50)

    assert world.change(BITCOIN, 3600) == pytest.approx(
        (world.price(BITCOIN) - world.price(BITCOIN, 3600)) / world.price(BITCOIN, 3600) * 100
    )
    assert world.price(BITCOIN, 50) == snapshot("kraken", second=0).price(BITCOIN)


@given(st.integers(0, 1_000_000), st.integers(0, DAY_S))
def test_extremes_enclose_both_ends(second: int, ago_s: int) -> None:
    """Neither the newest price nor the oldest lies beyond them."""
    world = snapshot("kraken", second=second)
    low, high = world.extremes(BITCOIN, ago_s)

    assert low <= min(world.price(BITCOIN), world.price(BITCOIN, ago_s))
    assert high >= max(world.price(BITCOIN), world.price(BITCOIN, ago_s))


def test_extremes_see_the_hours_between() -> None:
    """A day has a higher high than its two ends, for some coin at least."""
    world = snapshot("kraken")

    assert any(world.extremes(coin)[1] > max(world.price(coin), world.price(coin, DAY_S)) for coin in world.coins)


def test_cap_is_price_times_supply() -> None:
    """What a coin is worth follows from its price and its supply."""
    world = snapshot("coingecko")

    assert world.cap(BITCOIN) == world.price(BITCOIN) * BITCOIN.supply


def test_ranks_go_downwards() -> None:
    """The largest coin is the first."""
    world = snapshot("coingecko")
    caps = [world.cap(coin) for coin in world.ranked()]

    assert caps == sorted(caps, reverse=True)
    assert world.ranked()[0].id == "bitcoin"


def test_turnover_stays_ordinary() -> None:
    """The turnover of a day stays within a quarter of the usual."""
    shares = [snapshot("x").turnover(BITCOIN, ago_s) / BITCOIN.turnover for ago_s in range(0, DAY_S, 600)]

    assert min(shares) >= 0.75
    assert max(shares) <= 1.25
    assert len(set(shares)) > 100


def test_today_begins_at_midnight() -> None:
    """The seconds of today count from 00:00 UTC."""
    assert snapshot("kraken").today_s == 10 * 3600 + 30 * 60


def test_a_fast_world_has_days_of_its_own() -> None:
    """At a fiftieth of the usual pace one lasts 1728 seconds; they follow one another without a gap."""
    fast = replace(snapshot("kraken"), pace=0.02)

    assert snapshot("kraken").day() == AT.replace(hour=0, minute=0)
    assert fast.day() <= AT < fast.day(-1)
    assert fast.day() - fast.day(1) == fast.day(1) - fast.day(2) == timedelta(seconds=1728)
    assert fast.today_s == (AT - fast.day()).total_seconds() * 50


def test_instants_are_whole_seconds() -> None:
    """Those of a fast world are rounded up: what is new must not look old, and whoever reads it knows the time."""
    fast = replace(snapshot("kraken"), began=AT, pace=0.01)

    assert [fast.instant(second) for second in (0, 1, 100, 101)] == [
        AT + timedelta(seconds=seconds) for seconds in (0, 1, 1, 2)
    ]


def test_instants_run_at_the_pace_of_the_world() -> None:
    """Without a beginning it is counted back from now; a world that runs fast has shorter seconds."""
    world = snapshot("kraken", second=100)
    fast = replace(world, began=AT, pace=0.05)

    assert world.instant(40) == AT - timedelta(seconds=60)
    assert fast.instant(40) == AT + timedelta(seconds=2)
    assert replace(world, pace=0.05).instant(40) == AT - timedelta(seconds=3)
