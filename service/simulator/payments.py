"""Payments: the transactions of the simulated Bitcoin, by their numbers.

One transaction in 200 is large: 20 bitcoins and more, between addresses that are seen again and again. The others move
less than 5.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from service.simulator.noise import normal, octets, uniform

if TYPE_CHECKING:
    from service.simulator.bitcoin import Bitcoin

__all__ = ["COIN", "Entry", "Payment", "coinbase", "large", "payment"]

COIN: Final = 100_000_000
"""Satoshis in one bitcoin."""

_GROUP: Final = 200
_LARGE: Final = 20.0
_LARGEST: Final = 20_000.0
_SMALL: Final = 5.0
_HOUSES: Final = 40
"""Addresses that large transactions use."""
_ALPHABET: Final = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


@dataclass(frozen=True, slots=True)
class Entry:
    """One side of a payment."""

    address: str
    value: int
    """Satoshis."""


@dataclass(frozen=True, slots=True)
class Payment:
    """One transaction."""

    txid: str
    inputs: tuple[Entry, ...]
    """None in a coinbase."""
    outputs: tuple[Entry, ...]
    """With the change, if there is any; often it goes back to the first input's address."""
    vsize: int
    """Virtual bytes."""

    @property
    def fee(self) -> int:
        """Satoshis."""
        return sum(entry.value for entry in self.inputs) - self.value if self.inputs else 0

    @property
    def value(self) -> int:
        """Satoshis of all outputs, the change included."""
        return sum(entry.value for entry in self.outputs)


def payment(chain: Bitcoin, number: int) -> Payment:
    """Return the transaction of this number."""
    key = f"{chain.seed}/bitcoin/payment/{number}"
    is_large = number == _large_of(chain, number // _GROUP)
    amount = _large_amount(key) if is_large else min(_SMALL, 10 ** (normal(key, 0) * 0.7 - 1.7))
    paid = max(1_000, int(amount * COIN))
    change = int(paid * uniform(key, 1)) if uniform(key, 2) < 0.7 else 0  # noqa: PLR2004  the share that has change
    sources = [_address(chain, f"{number}/in/{index}") for index in range(1 + int(uniform(key, 3) * 3))]
    target = _address(chain, f"{number}/out")
    if is_large:
        sources[0], target = (_house(chain, uniform(key, draw)) for draw in (4, 5))
    goes_back = uniform(key, 6) < 0.5  # noqa: PLR2004  half of the change
    outputs = [Entry(target, paid)]
    if change:
        outputs.append(Entry(sources[0] if goes_back else _address(chain, f"{number}/change"), change))
    vsize = 11 + 68 * len(sources) + 31 * len(outputs)
    fee = int(vsize * chain.fee_rate(chain.arrived_s(number)) * (0.6 + uniform(key, 7)))
    parts = _split(paid + change + fee, len(sources))
    inputs = tuple(Entry(source, part) for source, part in zip(sources, parts, strict=True))
    return Payment(octets(f"{key}/id", 32).hex(), inputs, tuple(outputs), vsize)


def coinbase(chain: Bitcoin, height: int) -> Payment:
    """Return the transaction that pays the miner of a block: its subsidy and, about, its fees."""
    key = f"{chain.seed}/bitcoin/coinbase/{height}"
    fees = int(len(chain.confirmed(height)) * 160 * chain.fee_rate(chain.found_s(height)))
    reward = Entry(_house(chain, uniform(key, 0)), chain.subsidy(height) + fees)
    return Payment(octets(f"{key}/id", 32).hex(), (), (reward,), 180)


def large(chain: Bitcoin, numbers: range) -> list[int]:
    """Return the numbers of the large transactions among these."""
    groups = range(numbers.start // _GROUP, numbers.stop // _GROUP + 1)
    return [number for group in groups if (number := _large_of(chain, group)) in numbers]


def _large_of(chain: Bitcoin, group: int) -> int:
    return group * _GROUP + int(uniform(f"{chain.seed}/bitcoin/large", group) * _GROUP)


def _large_amount(key: str) -> float:
    return float(min(_LARGEST, _LARGE / uniform(key, 0) ** 0.8))


def _house(chain: Bitcoin, share: float) -> str:
    return _address(chain, f"house/{int(share * _HOUSES)}")


def _address(chain: Bitcoin, key: str) -> str:
    letters = octets(f"{chain.seed}/bitcoin/address/{key}", 38)
    return "bc1q" + "".join(_ALPHABET[letter % len(_ALPHABET)] for letter in letters)


def _split(total: int, count: int) -> list[int]:
    part = total // count
    return [total - part * (count - 1), *[part] * (count - 1)]
