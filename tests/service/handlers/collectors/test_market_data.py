from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.envelope import encode
from service.handlers.collectors.market_data import collect
from service.providers.quotes import Quote, Quotes
from service.providers.sourced import Sourced
from tests.fakes.clock import START

if TYPE_CHECKING:
    from collections.abc import Mapping

    from contracts.validator import Validator

AMOUNTS = st.floats(min_value=0, max_value=1e18)
QUOTES = st.builds(
    Quote,
    price=AMOUNTS,
    currency=st.sampled_from(["USD", "USDT"]),
    volume=st.none() | AMOUNTS,
    market_cap=st.none() | AMOUNTS,
    change=st.none() | st.floats(min_value=-100, max_value=1e6),
)
COINS = st.dictionaries(st.sampled_from(["bitcoin", "ethereum", "solana", "tether"]), QUOTES, min_size=1)


def sourced(source: str, coins: Mapping[str, Quote], age_s: float = 0.0, *, stale: bool = False) -> Sourced[Quotes]:
    return Sourced(Quotes(coins, None), source, START - timedelta(seconds=age_s), stale)


EXCHANGE = sourced("binance", {"bitcoin": Quote(100.5, "USDT", change=1.5), "solana": Quote(20.0, "USDT")}, age_s=1)
AGGREGATOR = sourced(
    "coingecko",
    {"bitcoin": Quote(100.0, volume=9e9, market_cap=2e12, change=1.4), "tether": Quote(1.0, volume=5e9)},
    age_s=40,
)


def data(prices: Sourced[Quotes] | None, market: Sourced[Quotes] | None) -> dict[str, Any]:
    update = collect(prices, market, START)

    assert update is not None
    found: dict[str, Any] = json.loads(encode(update, "market_data").text)["data"]
    return found


def test_both_sources_are_merged() -> None:
    """Prices of the exchange and, for coins it lacks, of the aggregator; every other figure of the aggregator alone."""
    fresh = {"source": "binance", "as_of": "2026-11-23T10:29:59.000Z", "stale": False}
    slower = {"source": "coingecko", "as_of": "2026-11-23T10:29:20.000Z", "stale": False}

    assert data(EXCHANGE, AGGREGATOR) == {
        "prices": {"bitcoin": 100.5, "solana": 20.0, "tether": 1.0},
        "volumes": {"bitcoin": 9e9, "tether": 5e9},
        "market_caps": {"bitcoin": 2e12},
        "price_changes": {"bitcoin": 1.4},
        "quote_currencies": {"bitcoin": "USDT", "solana": "USDT"},
        "price_sources": {"tether": "coingecko"},
        **fresh,
        "freshness": {"prices": fresh, "price_changes": slower, "volumes": slower, "market_caps": slower},
        "timestamp": "2026-11-23T10:30:00.000Z",
    }


def test_an_exchange_alone_gives_prices_and_changes() -> None:
    """Volumes and market caps are empty rather than those of one exchange, and nothing is said of their freshness."""
    found = data(EXCHANGE, None)

    assert found["prices"] == {"bitcoin": 100.5, "solana": 20.0}
    assert found["price_changes"] == {"bitcoin": 1.5}
    assert (found["volumes"], found["market_caps"], found["price_sources"]) == ({}, {}, {})
    assert list(found["freshness"]) == ["prices", "price_changes"]


def test_an_aggregator_alone_gives_everything() -> None:
    """It is then the source of the prices too, and no price comes from elsewhere."""
    found = data(None, AGGREGATOR)

    assert found["prices"] == {"bitcoin": 100.0, "tether": 1.0}
    assert (found["source"], found["as_of"]) == ("coingecko", "2026-11-23T10:29:20.000Z")
    assert (found["price_sources"], found["quote_currencies"]) == ({}, {})
    assert {part["source"] for part in found["freshness"].values()} == {"coingecko"}


def test_nothing_is_said_without_a_source() -> None:
    """There is no update of empty maps."""
    assert collect(None, None, START) is None


@pytest.mark.parametrize(("prices_are_stale", "market_is_stale"), [(True, False), (False, True), (True, True)])
def test_one_stale_part_makes_the_update_stale(prices_are_stale: bool, market_is_stale: bool) -> None:  # noqa: FBT001  cases
    """The whole says that something is stale, the parts say which."""
    prices = sourced("binance", {"bitcoin": Quote(1.0)}, stale=prices_are_stale)
    market = sourced("coingecko", {"bitcoin": Quote(1.0)}, stale=market_is_stale)
    found = data(prices, market)

    assert found["stale"] is True
    assert {name: part["stale"] for name, part in found["freshness"].items()} == {
        "prices": prices_are_stale,
        "price_changes": market_is_stale,
        "volumes": market_is_stale,
        "market_caps": market_is_stale,
    }


def test_the_sources_are_left_as_they_were() -> None:
    """Merging changes neither of them: they serve the next update too."""
    collect(EXCHANGE, AGGREGATOR, START)

    assert list(EXCHANGE.value.by_coin) == ["bitcoin", "solana"]
    assert list(AGGREGATOR.value.by_coin) == ["bitcoin", "tether"]


@given(prices=st.none() | COINS, market=st.none() | COINS, same=st.booleans())
def test_what_the_sources_say_is_all_that_is_said(
    sealed: Validator,
    prices: dict[str, Quote] | None,
    market: dict[str, Quote] | None,
    same: bool,  # noqa: FBT001  drawn
) -> None:
    """A valid update with every coin that has a price, each at a price that a source named, and no null anywhere."""
    # Both pools can sit on one feed.
    prices = market if same else prices
    if prices is None and market is None:
        return
    update = collect(
        None if prices is None else sourced("coingecko" if same else "binance", prices),
        None if market is None else sourced("coingecko", market),
        START,
    )
    assert update is not None
    text = encode(update, "market_data").text
    verdict = sealed.event("/ws/market_data", text)
    merged = {**(market or {}), **(prices or {})}
    borrowed = set(market or {}) - set(prices or market or {})

    assert verdict, verdict.violations
    assert "null" not in text
    assert update.data.prices == {coin: quote.price for coin, quote in merged.items()}
    assert update.data.quote_currencies == {coin: "USDT" for coin, quote in merged.items() if quote.currency == "USDT"}
    assert update.data.price_sources == dict.fromkeys(borrowed, "coingecko")
