"""What the benchmark tells a server's process, a JSON line each, and what it hears."""

from __future__ import annotations

import msgspec

from tests.bench.update import TOPIC

__all__ = ["Census", "Count", "Order", "Pace", "Paced", "Saturate", "Saturated"]


class Count(msgspec.Struct, tag=True, frozen=True):
    """Say who is there."""


class Census(msgspec.Struct, frozen=True):
    """How many clients get updates, and how many of them have not taken what was sent."""

    clients: int
    busy: int


class Saturate(msgspec.Struct, tag=True, frozen=True):
    """Publish for some seconds, each update as soon as the one before has been handed to all."""

    size_bytes: int
    seconds: float


class Saturated(msgspec.Struct, frozen=True):
    """How many updates it were, from when to when on the clock of Paced, and what they took."""

    updates: int
    begin_ns: int
    end_ns: int
    cpu_s: float
    """Of the whole process, in user and kernel mode."""


class Pace(msgspec.Struct, tag=True, frozen=True):
    """Publish so many updates, one every `interval_s`, whether the one before has arrived or not."""

    size_bytes: int
    updates: int
    interval_s: float
    topic: str = TOPIC


class Paced(msgspec.Struct, frozen=True):
    """When each update was due, on the clock of `time.perf_counter_ns`, which processes of one machine share."""

    first: int
    """The sequence number of the first."""
    due_ns: list[int]


Order = Count | Saturate | Pace
