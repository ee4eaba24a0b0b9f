"""Broadcast: whether two connections got the same updates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from contracts.suite.evidence import Seen

__all__ = ["differences"]

SEVERAL = 2


def differences(ones: Sequence[Seen], others: Sequence[Seen]) -> Iterator[tuple[Seen, Seen]]:
    """Yield, service by service, two updates that should have been one.

    They are that when they have the same timestamp, which no other update of the service on its connection has; or
    when either connection got several updates of the service and the two have none in common. A reader may miss some.
    """
    for service in dict.fromkeys(frame.service for frame in ones):
        mine, theirs = ([frame for frame in frames if frame.service == service] for frames in (ones, others))
        by_time = _by_timestamp(theirs)
        for timestamp, frame in _by_timestamp(mine).items():
            other = by_time.get(timestamp)
            if other is not None and other.entry.text != frame.entry.text:
                yield frame, other
        shared = {frame.entry.text for frame in mine} & {frame.entry.text for frame in theirs}
        if not shared and min(len(mine), len(theirs)) >= SEVERAL and not set(_by_timestamp(mine)) & set(by_time):
            yield mine[-1], theirs[-1]


def _by_timestamp(frames: Sequence[Seen]) -> dict[Any, Seen]:
    """Sort updates by their timestamps; all are left out when one of these is there twice, or is no text."""
    by_time = {str(frame.value.get("timestamp")): frame for frame in frames}
    return by_time if len(by_time) == len(frames) else {}
