"""Snapshot: the newest update of a service, which follows at once when somebody subscribes.

Whether an update is the newest one of before or the next one is told by two signs, and only when both speak against
it does it count as the next one: that it comes late, for which one must subscribe just after a tick, and that it was
made after the subscription. So neither a busy machine nor a wrong timestamp makes a right gateway look wrong.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from contracts.suite.fault import Broken, Unseen
from contracts.suite.instant import instant

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Collection
    from datetime import datetime

    from contracts.suite.evidence import Seen
    from contracts.suite.probe import Probe
    from contracts.suite.target import Target

__all__ = ["demand_snapshot", "first_updates", "telling", "ticks"]

TELLING_S: Final = 2.0
"""So long an interval should be, in real seconds, that coming late is told from coming at once."""


def telling(target: Target, services: Collection[str]) -> frozenset[str]:
    """Return the services whose intervals are long enough to tell; the one with the longest when none is."""
    slow = {service for service in services if target.pace.interval_s(service) >= TELLING_S}
    return frozenset(slow or {max(services, key=target.pace.interval_s)})


async def ticks(
    probe: Probe, target: Target, services: Collection[str]
) -> AsyncGenerator[tuple[Seen, dict[str, Seen]], None]:
    """Yield the updates of some services that come at their ticks, each with the newest update of every service.

    The first of each service may come at any time, so it is no tick. Ends when the slowest must have ticked. Raises
    Unseen when none has.
    """
    newest: dict[str, Seen] = {}
    ticked = False
    ends_at = asyncio.get_running_loop().time() + max(map(target.prompt_s, services))
    while (left_s := ends_at - asyncio.get_running_loop().time()) > 0:
        frame = await probe.receive(left_s)
        if frame is None:
            break
        if not frame.is_update:
            continue
        is_tick = frame.service in newest
        newest[frame.service] = frame
        if is_tick and frame.service in services:
            ticked = True
            yield frame, newest
    if not ticked:
        fault = probe.fault(f"no second update of {' or '.join(sorted(services))} came", "one for each interval")
        raise Unseen(fault.problem, "UPD-01,UPD-02,ENV,SUB-03", fault)


async def first_updates(probe: Probe, target: Target, services: Collection[str]) -> dict[str, Seen]:
    """Wait for one update of each of some services; those that do not come are left out."""
    found: dict[str, Seen] = {}
    ends_at = asyncio.get_running_loop().time() + max(map(target.prompt_s, services))
    while set(services) - set(found) and (left_s := ends_at - asyncio.get_running_loop().time()) > 0:
        frame = await probe.receive(left_s)
        if frame is None:
            break
        if frame.is_update and frame.service in services:
            found.setdefault(frame.service, frame)
    return found


def demand_snapshot(probe: Probe, since: Seen, came: Seen | None, newest: Seen, interval_s: float) -> None:
    """Demand that the first update of a service is the newest of before. Raises Broken.

    `since` is the frame after which it should follow, `newest` the newest update that somebody else had got by then.
    """
    service = newest.service
    if came is None:
        raise Broken(probe.fault(f"no update of {service} follows, and there is one", newest.entry.text, since))
    late_s = came.entry.elapsed_s - since.entry.elapsed_s
    asked_at, made_at, known_at = _made(since), _made(came), _made(newest)
    if late_s > interval_s / 2 and (asked_at is None or made_at is None or made_at > asked_at):
        problem = f"the first update of {service} comes after {late_s:.1f} s, with the next tick"
        raise Broken(probe.fault(problem, f"at once: {newest.entry.text}", came))
    if made_at is not None and known_at is not None and made_at < known_at:
        problem = f"the first update of {service} is older than the newest one"
        raise Broken(probe.fault(problem, newest.entry.text, came, "/timestamp"))


def _made(frame: Seen) -> datetime | None:
    return instant(frame.value.get("timestamp") if isinstance(frame.value, dict) else None)
