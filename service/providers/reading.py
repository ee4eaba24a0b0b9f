"""Reading what providers send: JSON that may be anything, and numbers that may be texts.

Only ProviderError leaves these functions, whatever the bytes are.
"""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Final, TypeAlias, TypeVar

import msgspec

from service.errors import ProviderPayloadError, ProviderRefused
from service.providers.network import FeeRates
from service.providers.quotes import Quotes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from service.providers.quotes import Quote

__all__ = [
    "EXACT_MAX",
    "Number",
    "amount",
    "attempt",
    "count",
    "decode",
    "each",
    "fee_rates",
    "gather",
    "instant",
    "instant_of_text",
    "label",
    "line",
    "listed",
    "number",
    "price",
    "printable",
]

T = TypeVar("T")

Number: TypeAlias = str | int | float | None
"""A number as providers write it: bare, in quotes, as an empty text, or null."""

LINE_MAX_CHARS: Final = 200
EXACT_MAX: Final = 2**53
"""Above it not every whole number is a double, and JSON in a browser knows no others."""
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)

_ZONED: Final = Annotated[datetime, msgspec.Meta(tz=True)]


def decode(provider: str, body: bytes, decoder: msgspec.json.Decoder[T]) -> T:
    """Decode a whole answer. Raises ProviderPayloadError when it is not of the decoder's type."""
    try:
        return decoder.decode(body)
    except RecursionError as error:
        raise ProviderPayloadError(provider, "JSON is nested too deeply") from error
    except UnicodeDecodeError as error:
        raise ProviderPayloadError(provider, "text is not UTF-8") from error
    except msgspec.MsgspecError as error:
        is_html = body.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<")
        raise ProviderPayloadError(provider, "HTML where JSON was expected" if is_html else str(error)) from error


def attempt(raw: bytes | msgspec.Raw, decoder: msgspec.json.Decoder[T]) -> T | None:
    """Decode one part of an answer, or return None when it is not of the decoder's type."""
    try:
        return decoder.decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None


def each(raws: Iterable[msgspec.Raw], decoder: msgspec.json.Decoder[T]) -> Iterator[T]:
    """Decode the items of a list one by one and leave out what is not of the decoder's type.

    One odd item, most often of a coin nobody asked for, must not cost the others.
    """
    return (item for raw in raws if (item := attempt(raw, decoder)) is not None)


def number(value: Number) -> float | None:
    """Return a finite number, or None for anything else."""
    try:
        figure = msgspec.convert(value, float, strict=False)
    except msgspec.ValidationError:
        return None
    return figure if math.isfinite(figure) else None


def price(value: Number) -> float | None:
    """Return a finite number above zero, or None for anything else."""
    figure = number(value)
    return figure if figure is not None and figure > 0 else None


def amount(value: Number) -> float | None:
    """Return a finite number not below zero, or None for anything else."""
    figure = number(value)
    return figure if figure is not None and figure >= 0 else None


def count(value: Number) -> int | None:
    """Return a whole number not below zero that a double holds exactly, or None for anything else."""
    figure = amount(value)
    return int(figure) if figure is not None and figure.is_integer() and figure <= EXACT_MAX else None


def instant(epoch_s: float | None) -> datetime | None:
    """Return the instant so many seconds after 1970 in UTC, or None when that is no sensible instant.

    Zero and less are no instants: that is how providers write that they do not know.
    """
    if epoch_s is None or epoch_s <= 0:
        return None
    try:
        return EPOCH + timedelta(seconds=epoch_s)
    except (OverflowError, ValueError):
        return None


def instant_of_text(text: str) -> datetime | None:
    """Return the instant an RFC 3339 text means, in UTC, or None when it means none."""
    try:
        at: datetime = msgspec.convert(text, _ZONED)
        return at.astimezone(UTC)
    except (msgspec.ValidationError, OverflowError):
        return None


def printable(text: str) -> str:
    """Make one line of a text, without control characters and what else nobody sees; it may be empty."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def label(text: str) -> str | None:
    """Make one line of at most 200 characters of a provider's word for something, None when nothing of it is left."""
    clean = printable(text)
    return (clean if len(clean) <= LINE_MAX_CHARS else clean[: LINE_MAX_CHARS - 1] + "…") or None


def line(text: str) -> str:
    """Make one line of at most 200 characters of a provider's error, never an empty one."""
    return label(text) or "an error without a text"


def fee_rates(slow: Number, normal: Number, fast: Number, unit: str) -> FeeRates | None:
    """Return three rates above zero, or None: one that is missing makes the others useless."""
    low, middle, high = price(slow), price(normal), price(fast)
    return None if low is None or middle is None or high is None else FeeRates(low, middle, high, unit)


def listed(provider: str, names: Mapping[str | None, str]) -> Mapping[str, str]:
    """Return the ids of the coins the provider lists, by the provider's own names for them, in order.

    `names` is the same, with None for the name of a coin that the provider does not list.

    Raises ProviderRefused when no coin is left: providers take an empty list for all the coins they have.
    """
    ids = {name: id_ for name, id_ in names.items() if name is not None}
    if not ids:
        raise ProviderRefused(provider, "lists no coin of ours")
    return ids


def gather(provider: str, by_coin: Mapping[str, Quote], instants: Iterable[datetime | None] = ()) -> Quotes:
    """Put together what was read; `as_of` becomes the newest of the instants, None when there is none.

    The newest tells when the provider last worked. The oldest would tell of the coin that is traded least.

    Raises ProviderPayloadError when no coin is left.
    """
    if not by_coin:
        raise ProviderPayloadError(provider, "no coin of ours in the answer")
    return Quotes(by_coin=by_coin, as_of=max((at for at in instants if at is not None), default=None))
