"""Transactions: what the blocks of a simulated Ethereum hold.

Most move less than 50,000 US dollars. About every other block has a large one, of 1 to 50 million, between addresses
that are seen again and again.

Source of the tokens' addresses: https://etherscan.io/tokens (2026-08).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from service.simulator.noise import octets, uniform

if TYPE_CHECKING:
    from collections.abc import Callable

    from service.simulator.ethereum import Chain

__all__ = ["LARGE_WITHIN", "TOKENS", "TRANSFER", "Ledger", "Token", "Transaction", "transactions"]

TRANSFER: Final = "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef"
"""The topic of ERC-20's event Transfer."""

_COIN: Final = 10**18
_HOUSES: Final = 24
"""Addresses that large transfers use."""
_LARGE_SLOTS: Final = (1, 4)
"""Places in a block where a large transfer may be."""
LARGE_WITHIN: Final = 5
"""So many transactions at the head of a block hold all its large ones."""
_LARGE_CHANCE: Final = 0.3
_TOKEN_SHARE: Final = 0.4
_KEPT: Final = 32
"""Blocks that a ledger remembers."""


@dataclass(frozen=True, slots=True)
class Token:
    """An ERC-20 token."""

    symbol: str
    address: str
    decimals: int
    is_dollar: bool = True
    """Whether it is worth a US dollar; if not, as much as the network's own coin."""


TOKENS: Final = (
    Token("USDT", "0xdac17f958d2ee523a2206206994597c13d831ec7", 6),
    Token("USDC", "0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48", 6),
    Token("DAI", "0x6b175474e89094c44da98b954eedeac495271d0f", 18),
    Token("WETH", "0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2", 18, is_dollar=False),
)


@dataclass(frozen=True, slots=True)
class Transaction:
    """A transfer of the network's own coin or of a token."""

    digest: str
    index: int
    """In its block."""
    sender: str
    recipient: str
    """Who gets the coins or the tokens."""
    amount: int
    """In the smallest unit."""
    token: Token | None
    log_index: int
    """Of its Transfer in the block, if it has one."""


class Ledger:
    """What blocks hold, worked out once for all who ask: every node tells of the same few."""

    def __init__(self) -> None:
        self.block: Callable[[Chain, int], tuple[Transaction, ...]] = lru_cache(maxsize=_KEPT)(transactions)


def transactions(chain: Chain, height: int, most: int | None = None) -> tuple[Transaction, ...]:
    """Return the transactions of a block, or the first of them."""
    found: list[Transaction] = []
    logs = 0
    for index in range(chain.count(height))[:most]:
        transaction = _transaction(chain, height, index, logs)
        logs += transaction.token is not None
        found.append(transaction)
    return tuple(found)


def _transaction(chain: Chain, height: int, index: int, log_index: int) -> Transaction:
    key = f"{chain.key}/transaction/{height}/{index}"
    blob = octets(key, 84)
    share, size, choice = (int.from_bytes(blob[at : at + 4], "big") / 2**32 for at in (72, 76, 80))
    is_large = index in _LARGE_SLOTS and uniform(key, 0) < _LARGE_CHANCE
    token = TOKENS[int(choice * len(TOKENS))] if share < _TOKEN_SHARE else None
    dollars = 10 ** (6 + 1.7 * size) if is_large else 10 ** (1 + 3.6 * size)
    units = dollars if token and token.is_dollar else dollars / chain.network.price
    sender, recipient = "0x" + blob[32:52].hex(), "0x" + blob[52:72].hex()
    if is_large:
        sender, recipient = (_house(chain, draw) for draw in (uniform(key, 1), uniform(key, 2)))
    amount = int(units * 10**token.decimals) if token else int(units * _COIN)
    return Transaction("0x" + blob[:32].hex(), index, sender, recipient, amount, token, log_index)


def _house(chain: Chain, share: float) -> str:
    return "0x" + octets(f"{chain.key}/house/{int(share * _HOUSES)}", 20).hex()
