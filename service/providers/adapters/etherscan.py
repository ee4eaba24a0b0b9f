"""Etherscan: the Ethereum network by its gas oracle. It answers nobody without a key.

Source: https://docs.etherscan.io/api-reference/endpoint/gasoracle,
https://docs.etherscan.io/resources/common-error-messages (2026-08)
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import msgspec

from service.errors import ProviderPayloadError, ProviderRefused, RateLimited
from service.providers.adapter import Adapter, single
from service.providers.http import Request
from service.providers.meaning import Words, meaning
from service.providers.network import Network
from service.providers.reading import Number, attempt, count, decode, fee_rates

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["ADAPTERS", "PROVIDER", "parse", "request"]

PROVIDER: Final = "etherscan"

ETHEREUM: Final = "1"

ERRORS: Final[Words] = (
    ("rate limit", RateLimited),
    ("too many invalid", RateLimited),
    ("api key", ProviderRefused),
    ("not supported for this chain", ProviderRefused),
    ("deprecated", ProviderRefused),
)
"""Parts of error texts that say more than that the question was wrong."""


class _Answer(msgspec.Struct):
    status: str
    message: str = ""
    result: msgspec.Raw = msgspec.Raw(b"null")


class _Oracle(msgspec.Struct, rename="pascal"):
    last_block: Number = None
    safe_gas_price: Number = None
    propose_gas_price: Number = None
    fast_gas_price: Number = None


_ANSWER: Final = msgspec.json.Decoder(_Answer)
_ORACLE: Final = msgspec.json.Decoder(_Oracle)
_TEXT: Final = msgspec.json.Decoder(str)


def request() -> Request:
    """Ask the gas oracle."""
    query = (("chainid", ETHEREUM), ("module", "gastracker"), ("action", "gasoracle"))
    return Request("/api", query=query)


def parse(body: bytes) -> Network:
    """Read the gas oracle. It does not say of when it is, so `as_of` is None. Errors come with HTTP 200."""
    answer = decode(PROVIDER, body, _ANSWER)
    if answer.status != "1":
        raise meaning(PROVIDER, attempt(answer.result, _TEXT) or answer.message, words=ERRORS)
    oracle = attempt(answer.result, _ORACLE)
    height = count(oracle.last_block) if oracle is not None else None
    if oracle is None or height is None:
        raise ProviderPayloadError(PROVIDER, "no height in the answer")
    fees = fee_rates(oracle.safe_gas_price, oracle.propose_gas_price, oracle.fast_gas_price, "gwei")
    return Network(latest_block=height, fees=fees)


ADAPTERS: Final[Mapping[str, Adapter[Any]]] = MappingProxyType({"etherscan.network": single(request, parse)})
