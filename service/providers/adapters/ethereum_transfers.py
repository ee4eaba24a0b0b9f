"""Transfers on Ethereum, read from its blocks through any public node: plain ether, and the tokens of TOKENS.

A fetch reads the blocks up to the head that the fetch before has told of. Behind one address there are several nodes
that do not learn of a block at the same moment, and logs beyond the head are an error. At most three blocks are read
at once; whoever has fallen back further than BEHIND_MAX goes on with the newest three.

A call of a contract that carries ether may have failed, which the block does not say: only ether that is sent without
data counts. Tokens are read from logs, which failed calls do not leave. Transfers of a block that is replaced later
are not taken back.

Source: https://ethereum.github.io/execution-apis, https://eips.ethereum.org/EIPS/eip-20,
https://etherscan.io/tokens (2026-09)
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, takewhile
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import msgspec

from service.errors import ProviderPayloadError
from service.providers.adapter import Adapter
from service.providers.json_rpc import BATCH_MAX, Call, batch, number_of, quantity, read_results, verify_chain
from service.providers.reading import EXACT_MAX, each, instant
from service.providers.transfers import Transfer, Transfers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from service.providers.http import Request
    from service.providers.json_rpc import Results

__all__ = ["ADAPTERS", "PROVIDERS", "EthereumTransfers", "Token"]

PROVIDERS: Final = ("publicnode_ethereum", "drpc_ethereum", "mevblocker_ethereum")
"""Nodes of Ethereum, by the ids of the catalog."""


@dataclass(frozen=True, slots=True)
class Token:
    """An ERC-20 token."""

    symbol: str
    decimals: int


TOKENS: Final[Mapping[str, Token]] = MappingProxyType(
    {
        "0xdac17f958d2ee523a2206206994597c13d831ec7": Token("USDT", 6),
        "0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48": Token("USDC", 6),
        "0x6b175474e89094c44da98b954eedeac495271d0f": Token("DAI", 18),
        "0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2": Token("WETH", 18),
    }
)
"""By their contracts' addresses, in lower case."""
TRANSFER: Final = "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef"
"""The topic of the event Transfer."""
TOPICS: Final = 3
"""The event and its two indexed fields, the sender and the recipient."""

CHAIN_ID: Final = 1
BEHIND_MAX: Final = 6
ETHER_DECIMALS: Final = 18
ETHER_INDEX: Final = -1
"""Stands for the ether that a transaction sends itself; its logs count from 0."""
NOBODY: Final = "0x" + "0" * 40
"""From where tokens come that are made, and where those go that are destroyed."""
_CHAIN, _HEAD, _LOGS, _BLOCKS = 1, 2, 3, 10


@dataclass(frozen=True, slots=True)
class EthereumTransfers(Transfers):
    """The transfers of some blocks, and how far the reading has come."""

    head: int
    """The newest block the node has told of."""
    scanned: int | None = None
    """The newest block that was read; None before the first one."""


class _Transaction(msgspec.Struct, rename={"sender": "from", "recipient": "to"}):
    hash: str
    sender: str
    recipient: str | None
    value: str
    input: str


class _Block(msgspec.Struct):
    number: str
    timestamp: str
    transactions: list[msgspec.Raw] = []


class _Log(msgspec.Struct, rename="camel"):
    address: str
    topics: list[str]
    data: str
    block_number: str
    transaction_hash: str
    log_index: str
    removed: bool = False


_BLOCK: Final = msgspec.json.Decoder(_Block)
_ITEMS: Final = msgspec.json.Decoder(list[msgspec.Raw])
_TRANSACTION: Final = msgspec.json.Decoder(_Transaction)
_LOG: Final = msgspec.json.Decoder(_Log)


def requests(previous: EthereumTransfers | None) -> tuple[Request, ...]:
    """Ask for the head, and for what the blocks up to the head before hold."""
    head = Call(_HEAD, "eth_getBlockByNumber", ("latest", False))
    if previous is None:
        return (batch(Call(_CHAIN, "eth_chainId"), head),)
    heights = _due(previous)
    if not heights:
        return (batch(head),)
    wanted = {
        "fromBlock": hex(heights[0]),
        "toBlock": hex(heights[-1]),
        "address": list(TOKENS),
        "topics": [TRANSFER],
    }
    blocks = (
        Call(_BLOCKS + index, "eth_getBlockByNumber", (hex(height), True)) for index, height in enumerate(heights)
    )
    return batch(head, Call(_LOGS, "eth_getLogs", (wanted,))), batch(*blocks)


def parse(provider: str, bodies: Sequence[bytes]) -> EthereumTransfers:
    """Read what was asked. `as_of` is the instant of the newest block that was read, of the head before the first."""
    results = read_results(provider, bodies)
    if _CHAIN in results.replies:
        verify_chain(results, _CHAIN, CHAIN_ID)
    head, head_at = _dated(provider, results.get(_HEAD, _BLOCK))
    blocks = _blocks(results)
    instants = dict(_dated(provider, block) for block in blocks)
    ether = chain.from_iterable(_ether(block, _dated(provider, block)[1]) for block in blocks)
    tokens = _tokens(results, instants) if blocks else ()
    scanned = max(instants, default=None)
    return EthereumTransfers(
        (*ether, *tokens),
        head_at if scanned is None else instants[scanned],
        head=head,
        scanned=scanned,
    )


def carry(previous: EthereumTransfers, value: EthereumTransfers) -> EthereumTransfers:
    """Keep how far the reading had come, when there was nothing new to read."""
    if value.scanned is not None:
        return value
    return replace(value, scanned=previous.scanned, as_of=previous.as_of)


def _due(previous: EthereumTransfers) -> range:
    head, scanned = previous.head, previous.scanned
    newest = range(max(0, head - BATCH_MAX + 1), head + 1)
    if scanned is None or abs(head - scanned) > BEHIND_MAX:
        return newest
    return range(scanned + 1, min(head, scanned + BATCH_MAX) + 1)


def _blocks(results: Results) -> list[_Block]:
    """Read the blocks up to the first one without an answer: those after it are asked for again.

    Raises ProviderError when the first itself is missing, or cannot be read.
    """
    ids = range(_BLOCKS, _BLOCKS + BATCH_MAX)
    if not any(id_ in results.replies for id_ in (_LOGS, *ids)):
        return []
    answered = takewhile(lambda id_: id_ == _BLOCKS or id_ in results.replies, ids)
    return [results.get(id_, _BLOCK) for id_ in answered]


def _dated(provider: str, block: _Block) -> tuple[int, datetime]:
    at = instant(quantity(provider, block.timestamp, EXACT_MAX))
    if at is None:
        raise ProviderPayloadError(provider, "a block without a date")
    return quantity(provider, block.number, EXACT_MAX), at


def _ether(block: _Block, at: datetime) -> Iterator[Transfer]:
    for sent in each(block.transactions, _TRANSACTION):
        amount = _units(sent.value, ETHER_DECIMALS)
        if amount and sent.recipient is not None and sent.input == "0x":
            sender, recipient = sent.sender.lower(), sent.recipient.lower()
            yield Transfer("ethereum", sent.hash, "ETH", amount, ETHER_INDEX, sender, recipient, at)


def _tokens(results: Results, instants: Mapping[int, datetime]) -> Iterator[Transfer]:
    logs = results.get(_LOGS, _ITEMS)
    for log in each(logs, _LOG):
        token, height, index = TOKENS.get(log.address.lower()), number_of(log.block_number), number_of(log.log_index)
        at = None if height is None else instants.get(height)
        if token is None or at is None or index is None or log.removed:
            continue
        if len(log.topics) != TOPICS or log.topics[0] != TRANSFER:
            continue
        if amount := _units(log.data, token.decimals):
            sender, recipient = (_address(topic) for topic in log.topics[1:])
            yield Transfer("ethereum", log.transaction_hash, token.symbol, amount, index, sender, recipient, at)


def _units(text: str, decimals: int) -> float | None:
    value = number_of(text)
    return None if value is None else value / 10**decimals


def _address(topic: str) -> str | None:
    address = "0x" + topic.lower()[-40:]
    return None if address == NOBODY else address


ADAPTERS: Final[Mapping[str, Adapter[EthereumTransfers]]] = MappingProxyType(
    {f"{provider}.transfers": Adapter(requests, partial(parse, provider), carry=carry) for provider in PROVIDERS}
)
