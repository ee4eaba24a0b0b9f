"""Alternative.me: the Fear & Greed Index, from 0 to 100, one value a day.

Source: https://alternative.me/crypto/fear-and-greed-index/#api (2026-08)
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import msgspec

from service.errors import ProviderPayloadError
from service.providers.adapter import Adapter, single
from service.providers.http import Request
from service.providers.moods import Mood
from service.providers.reading import Number, decode, instant, label, line, number

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["ADAPTERS", "PROVIDER", "parse", "request"]

PROVIDER: Final = "alternative_me"

HIGHEST: Final = 100.0


class _Value(msgspec.Struct):
    value: Number = None
    value_classification: str = ""
    timestamp: Number = None


class _Metadata(msgspec.Struct):
    error: str | None = None


class _Answer(msgspec.Struct):
    data: list[_Value] = []
    metadata: _Metadata = msgspec.field(default_factory=_Metadata)


_ANSWER: Final = msgspec.json.Decoder(_Answer)


def request() -> Request:
    """Ask for the newest value."""
    return Request(path="/fng/", query=(("limit", "1"), ("format", "json")))


def parse(body: bytes) -> Mood:
    """Read the newest value, divided by 100. `as_of` is the day it is for, at 00:00 UTC.

    Raises ProviderPayloadError also for a value without a day: it might be of any.
    """
    answer = decode(PROVIDER, body, _ANSWER)
    if answer.metadata.error:
        raise ProviderPayloadError(PROVIDER, line(answer.metadata.error))
    if not answer.data:
        raise ProviderPayloadError(PROVIDER, "no value in the answer")
    newest = answer.data[0]
    value, at = number(newest.value), instant(number(newest.timestamp))
    if value is None or not 0 <= value <= HIGHEST:
        raise ProviderPayloadError(PROVIDER, "no value between 0 and 100")
    if at is None:
        raise ProviderPayloadError(PROVIDER, "no day in the answer")
    return Mood(value / HIGHEST, label(newest.value_classification), at)


ADAPTERS: Final[Mapping[str, Adapter[Any]]] = MappingProxyType(
    {"alternative_me.fear_and_greed": single(request, parse)}
)
