"""JSON-RPC 2.0 from the caller's side: batches of calls, their results, and the errors of Ethereum nodes.

A batch has three calls at most, because dRPC takes no more from strangers.

Source: https://www.jsonrpc.org/specification (2013-01), https://eips.ethereum.org/EIPS/eip-1474 (2026-09).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, TypeVar

import msgspec

from service.errors import ProviderError, ProviderPayloadError, ProviderRefused, RateLimited
from service.providers.http import Request
from service.providers.meaning import Codes, Words, meaning
from service.providers.reading import decode

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = [
    "BATCH_MAX",
    "QUANTITY_MAX",
    "WEI_IN_GWEI",
    "Call",
    "Results",
    "batch",
    "number_of",
    "quantity",
    "read_results",
    "verify_chain",
]

T = TypeVar("T")

BATCH_MAX: Final = 3
"""Most calls in one batch."""
QUANTITY_MAX: Final = 2**256 - 1
"""The largest number that fits into a word of Ethereum's machine."""
WEI_IN_GWEI: Final = 10**9

ABSENT: Final = frozenset({-32601, -32004})
"""Error codes of methods that a node does not have."""
CODES: Final[Codes] = MappingProxyType(
    {
        429: RateLimited,
        -32005: RateLimited,
        -32029: RateLimited,
        -32046: ProviderRefused,
        -32052: ProviderRefused,
    }
)
"""Error codes that say more than that the question or the answer was wrong."""
WORDS: Final[Words] = (
    ("rate limit", RateLimited),
    ("too many requests", RateLimited),
    ("unauthorized", ProviderRefused),
    ("api key", ProviderRefused),
)
"""What errors of other codes say when they mean that."""

_HEX: Final = re.compile(r"0x[0-9a-fA-F]{1,64}")


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a batch."""

    id: int
    """By which its answer is found: answers come in any order."""
    method: str
    params: tuple[Any, ...] = ()


class _Error(msgspec.Struct):
    code: int | None = None
    message: str = ""


class _Reply(msgspec.Struct):
    id: int | str | float | None = None
    result: msgspec.Raw = msgspec.Raw()
    error: _Error | str | None = None


_REPLIES: Final = msgspec.json.Decoder(list[_Reply] | _Reply)
_TEXT: Final = msgspec.json.Decoder(str)


def batch(*calls: Call) -> Request:
    """Ask for several things at once, at most BATCH_MAX."""
    asked = [{"jsonrpc": "2.0", "id": each.id, "method": each.method, "params": each.params} for each in calls]
    return Request(path="/", body=msgspec.json.encode(asked))


@dataclass(frozen=True, slots=True)
class Results:
    """The answers to one or more batches."""

    provider: str
    replies: Mapping[int, msgspec.Raw | ProviderError | None]
    """By the ids of the calls; None where the node does not have the method."""

    def get(self, id_: int, decoder: msgspec.json.Decoder[T]) -> T:
        """Return the result of a call.

        Raises ProviderError when the answer is an error, is missing, or is not of the decoder's type.
        """
        result = self.find(id_, decoder)
        if result is None:
            raise ProviderPayloadError(self.provider, "the method does not exist")
        return result

    def find(self, id_: int, decoder: msgspec.json.Decoder[T]) -> T | None:
        """Return the result of a call that a node may not have: None then. Raises ProviderError as `get` does."""
        if id_ not in self.replies:
            raise ProviderPayloadError(self.provider, "an answer of the batch is missing")
        reply = self.replies[id_]
        if isinstance(reply, ProviderError):
            raise reply
        return None if reply is None else decode(self.provider, bytes(reply), decoder)


def read_results(provider: str, bodies: Sequence[bytes]) -> Results:
    """Read the answers to batches.

    Raises ProviderError when the whole batch was answered with one error, as limits are, and ProviderPayloadError
    when it is no answer to a batch.
    """
    replies: dict[int, msgspec.Raw | ProviderError | None] = {}
    for body in bodies:
        answers = decode(provider, body, _REPLIES)
        if isinstance(answers, _Reply):
            if answers.error is None:
                raise ProviderPayloadError(provider, "an object where a list was expected")
            raise _failure(provider, answers.error)
        replies |= {each.id: _meaning(provider, each) for each in answers if isinstance(each.id, int)}
    return Results(provider, replies)


def verify_chain(results: Results, id_: int, wanted: int) -> None:
    """Raise ProviderPayloadError unless this is the answer to `eth_chainId` of a node of the wanted chain."""
    found = quantity(results.provider, results.get(id_, _TEXT))
    if found != wanted:
        raise ProviderPayloadError(results.provider, f"a node of chain {found}, not of {wanted}")


def quantity(provider: str, text: str, most: int = QUANTITY_MAX) -> int:
    """Return the number that a hexadecimal text means. Raises ProviderPayloadError when it is none up to `most`."""
    value = number_of(text)
    if value is None or value > most:
        raise ProviderPayloadError(provider, "not a hexadecimal number that can be")
    return value


def number_of(text: str) -> int | None:
    """Return the number that a hexadecimal text means, or None when it means none."""
    return int(text, 16) if _HEX.fullmatch(text) else None


def _meaning(provider: str, reply: _Reply) -> msgspec.Raw | ProviderError | None:
    if reply.error is None:
        return reply.result
    if isinstance(reply.error, _Error) and reply.error.code in ABSENT:
        return None
    return _failure(provider, reply.error)


def _failure(provider: str, error: _Error | str) -> ProviderError:
    code, text = (None, error) if isinstance(error, str) else (error.code, error.message)
    return meaning(provider, text, code=code, codes=CODES, words=WORDS)
