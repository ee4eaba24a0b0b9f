"""Coins: what is traded in the simulated world, and under which names."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files

import msgspec

__all__ = ["Coin", "load_coins"]


@dataclass(frozen=True, slots=True)
class Coin:
    """One coin. A name that is None means: not listed there."""

    id: str
    """CoinGecko's."""
    symbol: str
    name: str
    price: float
    """US dollars when the simulator starts."""
    supply: float
    """Coins in circulation."""
    turnover: float
    """US dollars traded in 24 hours on all markets, on an ordinary day."""
    binance: str | None = None
    coinbase: str | None = None
    kraken: str | None = None
    """As with `assetVersion=1`, such as `BTC/USD`."""
    kraken_legacy: str | None = None
    """As without it, where that is not just `kraken` without the slash, such as `XXBTZUSD`."""
    coinpaprika: str | None = None
    max_supply: float | None = None
    volatility: float = 0.03
    """Standard deviation of the logarithm of the price over a day."""


def load_coins() -> tuple[Coin, ...]:
    """Read coins.toml, in its order."""
    table = tomllib.loads(files(__package__).joinpath("coins.toml").read_text(encoding="utf-8"))
    return tuple(msgspec.convert({"id": name, **fields}, Coin) for name, fields in table.items())
