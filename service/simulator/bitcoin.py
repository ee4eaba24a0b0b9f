"""Bitcoin: the simulated chain, a pure function of a seed and a second.

Transactions come in steadily and are numbered as they come. Each block takes up what came between its predecessor's
instant and its own, an hour earlier: so whatever is seen waiting is seen confirmed later, under the same id.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from service.simulator.market import DAY_S
from service.simulator.noise import octets, swell, uniform

__all__ = ["Bitcoin"]

_SPACING_S: Final = 600
_SCATTER_S: Final = 280
"""How far a block strays from its place: less than half the spacing, so that blocks keep their order."""
_HEIGHT: Final = 975_000
"""At second 0, or next to it."""
_PERIOD: Final = 2016
"""Blocks between two adjustments of the difficulty."""
_DIFFICULTY: Final = 1.5e14
_RATE: Final = 5
"""Transactions a second: 432,000 a day."""
_QUEUE_S: Final = 3_600
_HALVING: Final = 210_000
_SUBSIDY: Final = 5_000_000_000
_REACH: Final = 1_008
"""So many blocks back a block is found by its hash."""


@dataclass(frozen=True, slots=True)
class Bitcoin:
    """The main chain. Blocks lie about 10 minutes apart."""

    seed: int

    def height(self, second: int) -> int:
        """Return the height of the newest block."""
        height = _HEIGHT + second // _SPACING_S + 1
        while self.found_s(height) > second:
            height -= 1
        return height

    def found_s(self, height: int) -> int:
        """Return the second at which a block was found."""
        stray = 2 * uniform(f"{self.seed}/bitcoin/found", height) - 1
        return (height - _HEIGHT) * _SPACING_S + int(stray * _SCATTER_S)

    def digest(self, height: int) -> str:
        """Return the hash of a block."""
        return "0" * 20 + octets(f"{self.seed}/bitcoin/block/{height}", 22).hex()

    def height_of(self, digest: str, second: int) -> int | None:
        """Return the height of the block with this hash; None when it is not among those of the last week."""
        tip = self.height(second)
        return next((height for height in range(tip, tip - _REACH, -1) if self.digest(height) == digest), None)

    def difficulty(self, height: int) -> float:
        """Return the difficulty of a block; it is the same for 2016 blocks."""
        return round(
            _DIFFICULTY * (1 + 0.06 * (uniform(f"{self.seed}/bitcoin/difficulty", height // _PERIOD) - 0.5)), 2
        )

    def hashrate(self, second: int) -> float:
        """Return hashes a second: what the difficulty was made for, give or take 5 percent."""
        expected = self.difficulty(self.height(second)) * 2**32 / _SPACING_S
        return expected * (0.95 + 0.1 * swell(f"{self.seed}/bitcoin/hashrate", second, DAY_S))

    def confirmed(self, height: int) -> range:
        """Return the numbers of the transactions in a block, without its coinbase."""
        return range(self.arrived(height - 1), self.arrived(height))

    def waiting(self, second: int) -> range:
        """Return the numbers of the transactions in the mempool, the oldest first."""
        return range(self.arrived(self.height(second)), second * _RATE)

    def arrived(self, height: int) -> int:
        """Return the number of the first transaction that came too late for a block."""
        return (self.found_s(height) - _QUEUE_S) * _RATE

    def arrived_s(self, number: int) -> int:
        """Return the second at which a transaction entered the mempool."""
        return number // _RATE

    def count(self, second: int, ago_s: int = DAY_S) -> int:
        """Return how many transactions the blocks of the last day confirmed, their coinbases included."""
        return sum(len(self.confirmed(height)) + 1 for height in self.blocks(second, ago_s))

    def blocks(self, second: int, ago_s: int = DAY_S) -> range:
        """Return the heights of the blocks found in the last day."""
        return range(self.height(second - ago_s) + 1, self.height(second) + 1)

    def fee_rate(self, second: int) -> float:
        """Return what takes a transaction into the next block, in sat/vB."""
        return round(1.5 + 6 * swell(f"{self.seed}/bitcoin/fee", second, 1_200), 3)

    def subsidy(self, height: int) -> int:
        """Return the new satoshis of a block."""
        return _SUBSIDY >> (height // _HALVING)
