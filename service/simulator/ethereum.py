"""Ethereum and its kin: simulated chains, pure functions of a seed and a second.

Every node of a network, and every explorer of it, tells of the same chain.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor
from typing import Final

from service.simulator.market import DAY_S
from service.simulator.noise import octets, swell, uniform

__all__ = ["BSC", "ETHEREUM", "GWEI", "POLYGON", "Chain", "Network"]

GWEI: Final = 1_000_000_000
"""Wei in one gwei."""

_FEE_PERIOD: Final = 25
_TIP_SHARE: Final = 0.05


@dataclass(frozen=True, slots=True)
class Network:
    """What makes one network differ from another."""

    name: str
    chain_id: int
    spacing_s: float
    """From block to block."""
    height: int
    """Of the block of second 0."""
    base_fee: float
    """Gwei on an ordinary day."""
    gas_limit: int
    """Of a block."""
    transactions: int
    """Of a block, on an ordinary day."""
    price: float
    """US dollars for one coin of it, about: it decides what a large transfer is."""


ETHEREUM: Final = Network("ethereum", 1, 12.0, 25_900_000, 1.8, 60_000_000, 190, 2_350)
BSC: Final = Network("bsc", 56, 0.75, 120_000_000, 0.05, 75_000_000, 90, 640)
POLYGON: Final = Network("polygon", 137, 2.0, 92_000_000, 30.0, 45_000_000, 80, 0.25)


@dataclass(frozen=True, slots=True)
class Chain:
    """The chain of one network. There are blocks before second 0 too."""

    seed: int
    network: Network

    def height(self, second: float) -> int:
        """Return the height of the newest block."""
        return self.network.height + floor(second / self.network.spacing_s)

    def mined_s(self, height: int) -> int:
        """Return the second at which a block came, rounded up, so that it never lies ahead of the block."""
        return ceil((height - self.network.height) * self.network.spacing_s)

    def digest(self, height: int) -> str:
        """Return the hash of a block."""
        return "0x" + octets(f"{self.key}/block/{height}", 32).hex()

    def base_fee(self, height: int) -> int:
        """Return the base fee of a block in wei."""
        return int(self.network.base_fee * GWEI * (0.6 + 0.8 * swell(f"{self.key}/fee", height, _FEE_PERIOD)))

    def tip(self, height: int, percentile: float = 50) -> int:
        """Return what so many percent of a block's transactions pay at most beyond the base fee, in wei."""
        ordinary = self.network.base_fee * GWEI * _TIP_SHARE * (0.5 + uniform(f"{self.key}/tip", height))
        return int(ordinary * (0.2 + percentile / 62.5))

    def gas_price(self, height: int) -> int:
        """Return what a node advises after a block, in wei."""
        return self.base_fee(height + 1) + self.tip(height)

    def used_ratio(self, height: int) -> float:
        """Return which part of its gas limit a block uses."""
        return round(0.2 + 0.6 * uniform(f"{self.key}/used", height), 6)

    def count(self, height: int) -> int:
        """Return the number of transactions in a block."""
        return int(self.network.transactions * (0.7 + 0.6 * uniform(f"{self.key}/count", height)))

    def daily(self, second: float) -> int:
        """Return about how many transactions the blocks of the last day hold."""
        blocks = DAY_S / self.network.spacing_s
        return int(blocks * self.network.transactions * (0.98 + 0.04 * swell(f"{self.key}/daily", second, DAY_S)))

    @property
    def key(self) -> str:
        """What chance depends on."""
        return f"{self.seed}/{self.network.name}"
