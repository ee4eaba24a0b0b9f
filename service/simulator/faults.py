"""Faults: the ways in which a provider can fail, as they are written in JSON.

    {"kind": "status", "status": 429, "retry_after": 30, "count": 3}
    {"kind": "silence", "for_s": 20, "probability": 0.5}

Several in a list come one after the other: the next begins when the one before has healed by `for_s` or `count`.
`recovered` is no fault: it is a pause in such a list, or its end.
"""

from __future__ import annotations

from typing import Annotated, Final, TypeAlias

from msgspec import Meta, Struct

from service.simulator.http import read_json

__all__ = [
    "KINDS",
    "AnyFault",
    "Bomb",
    "Cut",
    "Drip",
    "ErrorBody",
    "Fault",
    "Frozen",
    "Garbage",
    "HeaderChange",
    "Html",
    "Latency",
    "MissingFields",
    "Nulls",
    "Oversize",
    "Recovered",
    "Requoted",
    "Reset",
    "Silence",
    "Skew",
    "Status",
    "Truncated",
    "WrongTypes",
    "read_faults",
]

# A day, so that no clock and no calendar comes to its end.
Seconds = Annotated[float, Meta(ge=0, le=86_400)]
Share = Annotated[float, Meta(ge=0, lt=1)]
# Whatever else stood in a header, servers would refuse to send it.
HeaderName = Annotated[str, Meta(pattern=r"\A[!#$%&'*+.^_`|~0-9A-Za-z-]+\Z")]
HeaderText = Annotated[str, Meta(pattern=r"\A[ -~]*\Z")]
# Below 200 an answer has no end, and servers refuse to send it.
StatusCode = Annotated[int, Meta(ge=200, le=599)]


class Fault(
    Struct, frozen=True, kw_only=True, tag_field="kind", tag="", forbid_unknown_fields=True, omit_defaults=True
):
    """What all faults have."""

    for_s: Annotated[float, Meta(gt=0)] | None = None
    """Heals after so long; None: never by time."""
    count: Annotated[int, Meta(ge=1)] | None = None
    """Heals after so many answers that it spoiled; None: never by number."""
    probability: Annotated[float, Meta(ge=0, le=1)] = 1.0
    """The part of the answers that it spoils."""


class Recovered(Fault, frozen=True, kw_only=True, tag="recovered"):
    """All is well."""


class Status(Fault, frozen=True, kw_only=True, tag="status"):
    """Another HTTP status, with the provider's own error body or with a page of its front."""

    status: StatusCode
    retry_after: Annotated[int, Meta(ge=0)] | HeaderText | None = None
    """The header's value: seconds or a date."""
    html: bool = False


class HeaderChange(Fault, frozen=True, kw_only=True, tag="headers"):
    """The right answer under other headers."""

    headers: dict[HeaderName, HeaderText]
    """In place of those with these names, or besides: a content type, an `Age`, a `RateLimit` with nothing left."""


class ErrorBody(Fault, frozen=True, kw_only=True, tag="error_body"):
    """HTTP 200 whose body says that something is wrong, in the provider's own form."""

    status: StatusCode = 429
    """What is wrong."""
    text: str | None = None
    """The words or code for it; None: the usual ones."""


class Html(Fault, frozen=True, kw_only=True, tag="html"):
    """HTTP 200 with a page for humans."""


class Truncated(Fault, frozen=True, kw_only=True, tag="truncated"):
    """The connection closes in the middle of the body."""

    share: Share = 0.5
    """The part of the body that is sent."""


class Cut(Fault, frozen=True, kw_only=True, tag="cut"):
    """The beginning of the right answer, as if that were all of it."""

    share: Share = 0.5
    """The part of the body that is left."""


class Oversize(Fault, frozen=True, kw_only=True, tag="oversize"):
    """The right answer, before megabytes of white space."""

    size_bytes: Annotated[int, Meta(ge=1, le=64 << 20)] = (9 << 20) + 1
    declared: bool = True
    """Whether Content-Length tells."""


class Drip(Fault, frozen=True, kw_only=True, tag="drip"):
    """The right answer, a few bytes at a time."""

    size_bytes: Annotated[int, Meta(ge=1)] = 4
    every_s: Seconds = 1.0


class Silence(Fault, frozen=True, kw_only=True, tag="silence"):
    """No answer, for as long as the caller waits."""


class Latency(Fault, frozen=True, kw_only=True, tag="latency"):
    """The right answer, late."""

    seconds: Seconds
    up_to: Seconds | None = None
    """Each answer is late by another time between `seconds` and this; None: by the same."""


class Reset(Fault, frozen=True, kw_only=True, tag="reset"):
    """The connection closes before the body."""


class Frozen(Fault, frozen=True, kw_only=True, tag="frozen"):
    """Numbers and instants stop, and nothing else shows it."""


class Skew(Fault, frozen=True, kw_only=True, tag="skew"):
    """The provider's clock is wrong."""

    seconds: Annotated[float, Meta(ge=-1e9, le=1e9)]
    """Added to its instants: thirty years at most."""


class MissingFields(Fault, frozen=True, kw_only=True, tag="missing_fields"):
    """Fields are gone."""

    fields: list[str] = []
    """Which, at any depth; none: about half of those of each innermost object."""


class WrongTypes(Fault, frozen=True, kw_only=True, tag="wrong_types"):
    """Fields have another type."""

    fields: list[str] = []
    """As with `missing_fields`."""


class Requoted(Fault, frozen=True, kw_only=True, tag="requoted"):
    """Numbers are written as texts, and texts of numbers as numbers."""

    fields: list[str] = []
    """As with `missing_fields`."""


class Nulls(Fault, frozen=True, kw_only=True, tag="nulls"):
    """Fields are null."""

    fields: list[str] = []
    """As with `missing_fields`."""


class Garbage(Fault, frozen=True, kw_only=True, tag="garbage"):
    """HTTP 200 with bytes that mean nothing."""

    size_bytes: Annotated[int, Meta(ge=1, le=1 << 20)] = 512


class Bomb(Fault, frozen=True, kw_only=True, tag="bomb"):
    """HTTP 200 with a few lines of XML whose entities stand for gigabytes."""


AnyFault: TypeAlias = (
    Recovered
    | Status
    | HeaderChange
    | ErrorBody
    | Html
    | Truncated
    | Cut
    | Oversize
    | Drip
    | Silence
    | Latency
    | Reset
    | Frozen
    | Skew
    | MissingFields
    | WrongTypes
    | Requoted
    | Nulls
    | Garbage
    | Bomb
)

KINDS: Final = tuple(str(kind.__struct_config__.tag) for kind in AnyFault.__args__)
"""The values of `kind`."""


def read_faults(body: bytes) -> tuple[AnyFault, ...]:
    """Read one fault or a list of them. Raises msgspec.DecodeError."""
    read: AnyFault | list[AnyFault] = read_json(body, AnyFault | list[AnyFault])
    return tuple(read) if isinstance(read, list) else (read,)
