from __future__ import annotations

from collections import Counter

from service.simulator.coins import load_coins

COINS = load_coins()


def test_world_is_large_enough() -> None:
    """At least thirty coins are traded, and bitcoin is one."""
    assert len(COINS) >= 30
    assert COINS[0].id == "bitcoin"


def test_names_are_unique() -> None:
    """No two coins share a name at any provider."""
    names = Counter(
        (provider, name)
        for coin in COINS
        for provider in ("id", "symbol", "binance", "coinbase", "kraken", "kraken_legacy", "coinpaprika")
        if (name := getattr(coin, provider)) is not None
    )

    assert [name for name, count in names.items() if count > 1] == []


def test_figures_are_possible() -> None:
    """Prices, supplies and turnovers are positive, and no supply is over its bound."""
    assert [
        coin.id
        for coin in COINS
        if min(coin.price, coin.supply, coin.turnover, coin.volatility) <= 0
        or (coin.max_supply is not None and coin.supply > coin.max_supply)
    ] == []


def test_exchanges_quote_dollars() -> None:
    """Binance quotes in USDT, Coinbase and Kraken in USD."""
    assert all(coin.binance.endswith("USDT") for coin in COINS if coin.binance)
    assert all(coin.coinbase.endswith("-USD") for coin in COINS if coin.coinbase)
    assert all(coin.kraken.endswith("/USD") for coin in COINS if coin.kraken)
