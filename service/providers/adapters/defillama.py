"""DefiLlama: the fees that Ethereum's users paid to the network itself, without those of the protocols on it.

Source: https://api-docs.defillama.com (2026-08)
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import msgspec

from service.errors import ProviderPayloadError
from service.providers.adapter import Adapter, single
from service.providers.figure import Figure
from service.providers.http import Request
from service.providers.reading import Number, amount, decode

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["ADAPTERS", "PROVIDER", "parse", "request"]

PROVIDER: Final = "defillama"


class _Summary(msgspec.Struct):
    total24h: Number = None


_SUMMARY: Final = msgspec.json.Decoder(_Summary)


def request() -> Request:
    """Ask for the chain's own summary. Its overview would add what the protocols on it take."""
    return Request("/summary/fees/ethereum", query=(("dataType", "dailyFees"),))


def parse(body: bytes) -> Figure:
    """Read the US dollars of 24 hours. DefiLlama does not say of which, so `as_of` is None."""
    total = amount(decode(PROVIDER, body, _SUMMARY).total24h)
    if total is None:
        raise ProviderPayloadError(PROVIDER, "no sum in the answer")
    return Figure("ethereum", total, None)


ADAPTERS: Final[Mapping[str, Adapter[Any]]] = MappingProxyType({"defillama.fees": single(request, parse)})
