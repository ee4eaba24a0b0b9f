"""Market: the prices of the simulated world, a pure function of a seed and a second."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from math import exp, sqrt
from typing import TYPE_CHECKING, Final

from service.simulator.noise import swell
from service.simulator.transactions import Ledger
from service.simulator.walk import ORIGIN, walk

if TYPE_CHECKING:
    from service.simulator.coins import Coin

__all__ = ["DAY_S", "Market", "Snapshot"]

DAY_S: Final = 86_400
_HOUR_S: Final = 3_600
_SAMPLE_S: Final = 4 * _HOUR_S
_VENUE_SPREAD: Final = 8e-4
"""Width of the band in which the venues' prices lie: 4 basis points to either side."""


@dataclass(frozen=True, slots=True)
class Market:
    """A geometric random walk for each coin, one step a second. Second 0 has the prices of coins.toml."""

    seed: int
    coins: tuple[Coin, ...]
    ledger: Ledger = field(default_factory=Ledger, repr=False, compare=False)
    """Shared by all who tell of the chains of this seed."""

    def price(self, coin: Coin, second: int) -> float:
        """Return US dollars. The past reaches further back than 1 year."""
        key = f"{self.seed}/price/{coin.id}"
        steps = walk(key, ORIGIN + second) - walk(key, ORIGIN)
        return coin.price * exp(steps * coin.volatility / sqrt(DAY_S))

    def turnover(self, coin: Coin, second: int) -> float:
        """Return the US dollars traded on all markets in the 24 hours before."""
        return coin.turnover * (0.75 + 0.5 * swell(f"{self.seed}/turnover/{coin.id}", second, 6 * _HOUR_S))

    def spread(self, venue: str, coin: Coin, second: int) -> float:
        """Return by what part of the price this venue is dearer than the others."""
        return _VENUE_SPREAD * (swell(f"{self.seed}/spread/{venue}/{coin.id}", second, 10) - 0.5)

    def tether(self, second: int) -> float:
        """Return US dollars for one USDT: never quite 1."""
        return 0.9990 + 0.0009 * swell(f"{self.seed}/tether", second, _HOUR_S)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The market at one second, as one venue sees it."""

    market: Market
    second: int
    at: datetime
    venue: str
    began: datetime | None = None
    """The instant of second 0, where that is not so many seconds before `at`."""
    pace: float = 1.0
    """Real seconds in one of the world's."""

    @property
    def coins(self) -> tuple[Coin, ...]:
        """All that is traded."""
        return self.market.coins

    @property
    def tether(self) -> float:
        """US dollars for one USDT."""
        return self.market.tether(self.second)

    @property
    def day_s(self) -> float:
        """Real seconds in one of the world's days."""
        return DAY_S * self.pace

    @property
    def today_s(self) -> int:
        """Seconds of the world since its day began; at the usual pace those since 00:00 UTC."""
        return int(self.at.timestamp() % self.day_s / self.pace)

    def day(self, ago: int = 0) -> datetime:
        """Return when the world's day began, or the one so many days ago; at the usual pace that is 00:00 UTC."""
        return datetime.fromtimestamp((self.at.timestamp() // self.day_s - ago) * self.day_s, UTC)

    def instant(self, second: float) -> datetime:
        """Return the instant of a second of the world; the same for all snapshots of one host.

        It is a whole second, as providers write it. In a world that runs fast that is a long time: rounded down, a new
        block would be old.
        """
        began = self.began or self.at - timedelta(seconds=self.second * self.pace)
        at = began + timedelta(seconds=second * self.pace)
        return at if at.microsecond == 0 else at.replace(microsecond=0) + timedelta(seconds=1)

    def price(self, coin: Coin, ago_s: int = 0) -> float:
        """Return US dollars, now or so many seconds ago."""
        second = self.second - ago_s
        return self.market.price(coin, second) * (1 + self.market.spread(self.venue, coin, second))

    def change(self, coin: Coin, ago_s: int = DAY_S) -> float:
        """Return the change of the price since then, in percent."""
        return (self.price(coin) / self.price(coin, ago_s) - 1) * 100

    def extremes(self, coin: Coin, ago_s: int = DAY_S) -> tuple[float, float]:
        """Return the lowest and the highest price since then, by samples of every four hours and both ends."""
        newest = self.second % _SAMPLE_S
        seen = [self.price(coin, ago) for ago in (0, ago_s, *range(newest, ago_s, _SAMPLE_S))]
        return min(seen), max(seen)

    def turnover(self, coin: Coin, ago_s: int = 0) -> float:
        """Return the US dollars traded on all markets in the 24 hours up to then."""
        return self.market.turnover(coin, self.second - ago_s)

    def cap(self, coin: Coin, ago_s: int = 0) -> float:
        """Return the US dollars that all coins in circulation are worth."""
        return self.price(coin, ago_s) * coin.supply

    def ranked(self) -> tuple[Coin, ...]:
        """Return the coins by what they are worth, the largest first."""
        return tuple(sorted(self.coins, key=self.cap, reverse=True))
