"""UPD: that updates come, when, to whom, and what they say of themselves."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import TYPE_CHECKING, Final

from contracts.suite.broadcast import differences
from contracts.suite.clause import MUST, live, observed
from contracts.suite.conversation import names, ping, subscribe, unsubscribe
from contracts.suite.fault import Broken, Fault, Unseen
from contracts.suite.freshness import doubts
from contracts.suite.inspection import Inspector
from contracts.suite.rhythm import stretches
from contracts.suite.snapshot import demand_snapshot, first_updates, telling, ticks
from contracts.suite.story import stories, topic_of
from contracts.suite.subscriptions import after_leaving, retold, unasked, was_left, was_not_asked
from contracts.suite.succession import pairs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from contracts.suite.evidence import Evidence, Seen
    from contracts.suite.target import Target

RULES: Final = "#/info/description"
HEARD: Final = 3
"""So many of the shortest intervals are listened to, where silence or sameness is to be shown."""
SILENCE: Final = "UPD-01,ENV,SUB-03"
"""Whose breach explains that no updates come."""


async def leave_and_listen(target: Target) -> None:
    """Subscribe everything; leave one service and listen, leave all and listen."""
    async with target.open(target.manual) as probe:
        service = target.pace.quickest(target.document.endpoints[target.manual].scope)
        seconds = target.pace.interval_s(service) * HEARD
        await subscribe(probe, "all")
        await probe.update(service, target.prompt_s(service))
        for name in (service, "all"):
            await unsubscribe(probe, name)
            await probe.collect(seconds)
            # What comes last tells how long somebody listened.
            await ping(probe)


@live(
    "UPD-01",
    MUST,
    "Every service in scope sends an update, or says `source_unavailable`, within its interval.",
    "#/components/messages",
)
async def every_service_is_heard(target: Target) -> None:
    """Subscribe everything and wait."""
    async with target.open(target.manual) as probe:
        scope = target.document.endpoints[target.manual].scope
        confirmed = await subscribe(probe, "all")
        if unlisted := set(scope) - set(names(confirmed)):
            fault = probe.fault(f"`all` does not subscribe {', '.join(sorted(unlisted))}", came=confirmed)
            raise Unseen(fault.problem, "SUB-03", fault)
        missing, inspector = set(scope), Inspector(target.document)
        odd: Seen | None = None
        ends_at = asyncio.get_running_loop().time() + max(map(target.prompt_s, scope))
        while missing and (left_s := ends_at - asyncio.get_running_loop().time()) > 0:
            frame = await probe.receive(left_s)
            if frame is None:
                break
            topic = topic_of(frame, target.document)
            waited_s = frame.entry.elapsed_s - confirmed.entry.elapsed_s
            if topic in missing and waited_s <= target.prompt_s(topic):
                missing.remove(topic)
            elif inspector.inspect(frame).clause is not None:
                odd = frame
        if missing:
            slowest = max(missing, key=target.pace.interval_s)
            expected = f"one within {target.prompt_s(slowest):.1f} s"
            fault = probe.fault(f"no update of {', '.join(sorted(missing))} came", expected, odd)
            if odd is not None:
                raise Unseen(fault.problem, "ENV", fault)
            raise Broken(fault)


@observed("UPD-02", MUST, "Updates keep the declared interval.", "#/components/messages")
def intervals_are_kept(evidence: Evidence) -> Iterator[Fault]:
    """Count the updates wherever a connection listened long enough."""
    found = [
        stretch
        for story in stories(evidence)
        for service in story.endpoint.scope
        for stretch in stretches(story, service, evidence.pace.interval_s(service))
    ]
    told = [stretch for stretch in found if stretch.is_telling]
    wrong = [stretch for stretch in told if not stretch.fewest <= stretch.count <= stretch.most]
    for stretch in wrong:
        problem = f"{stretch.count} updates of {stretch.service} followed in {stretch.elapsed_s:.1f} s"
        due = f"{stretch.fewest} to {stretch.most}: one every {stretch.interval_s:g} s"
        newest = stretch.updates[-1].entry
        yield Fault(problem, due, newest.path, came=newest.text)
    brief = {stretch.service for stretch in found} - {stretch.service for stretch in told}
    if not wrong and (brief or not found):
        reason = f"nobody listened long enough to {', '.join(sorted(brief))}" if brief else "no update was seen"
        raise Unseen(reason)


@live("UPD-03", MUST, "After `subscription_confirmed` the newest update follows at once, if there is one.", RULES)
async def newest_update_follows(target: Target) -> None:
    """Wait for a tick of a service on one connection, and subscribe that service on another."""
    async with target.open(target.manual) as first, target.open(target.manual) as second:
        await subscribe(first, "all")
        wanted = telling(target, target.document.endpoints[target.manual].scope)
        async with aclosing(ticks(first, target, wanted)) as updates:
            async for newest, _ in updates:
                confirmed = await subscribe(second, newest.service)
                came = await first_updates(second, target, {newest.service})
                interval_s = target.pace.interval_s(newest.service)
                demand_snapshot(second, confirmed, came.get(newest.service), newest, interval_s)
                return


@observed("UPD-04", MUST, "Nothing of a service comes after its unsubscription is confirmed.", RULES, leave_and_listen)
def nothing_follows_unsubscription(evidence: Evidence) -> Iterator[Fault]:
    """Follow the commands of every connection."""
    is_seen = False
    for story in stories(evidence):
        for frame, command in after_leaving(story, evidence.document):
            problem = f"{_what(frame)} came after unsubscribing was confirmed"
            yield Fault(problem, "nothing of it", story.endpoint.path, command.entry.text, frame.entry.text)
            is_seen = True
        is_seen |= any(seconds > evidence.pace.interval_s(service) for service, seconds in was_left(story))
    if not is_seen:
        raise Unseen("nobody listened on after leaving a service")


@observed(
    "UPD-05",
    MUST,
    "No update of a service comes that the connection did not subscribe, and no notice of `system`.",
    RULES,
)
def nothing_comes_unasked(evidence: Evidence) -> Iterator[Fault]:
    """Follow the commands of every connection."""
    is_seen = False
    for story in stories(evidence):
        for frame in unasked(story, evidence.document):
            problem = f"{_what(frame)} came, which was not subscribed"
            yield Fault(problem, "only what was", story.endpoint.path, came=frame.entry.text)
            is_seen = True
        is_seen |= any(seconds > evidence.pace.interval_s(service) for service, seconds in was_not_asked(story))
    if not is_seen:
        raise Unseen("nobody listened without having subscribed")


@live(
    "UPD-06",
    MUST,
    "An address that subscribes by itself sends the newest update of each of its services at once.",
    RULES,
)
async def automatic_addresses_begin_with_updates(target: Target) -> None:
    """Open each of them just after a tick of its slowest service."""
    by_service: dict[str, list[str]] = {}
    for endpoint in target.document.endpoints.values():
        if endpoint.auto:
            slowest = max(endpoint.scope, key=target.pace.interval_s)
            by_service.setdefault(slowest, []).append(endpoint.path)
    async with target.open(target.manual) as watch:
        await subscribe(watch, "all")
        async with aclosing(ticks(watch, target, set(by_service))) as updates:
            async for tick, newest in updates:
                for path in by_service.pop(tick.service, ()):
                    await _demand_beginning(target, path, dict(newest))
                if not by_service:
                    return


async def _demand_beginning(target: Target, path: str, newest: dict[str, Seen]) -> None:
    async with target.open(path) as probe:
        known = [service for service in target.document.endpoints[path].scope if service in newest]
        came = await first_updates(probe, target, known)
        for service in known:
            interval_s = target.pace.interval_s(service)
            demand_snapshot(probe, probe.greeting, came.get(service), newest[service], interval_s)


@live("UPD-07", MUST, "All subscribers of a service get the same updates.", RULES)
async def subscribers_get_the_same(target: Target) -> None:
    """Subscribe everything on two connections, listen, and compare."""
    async with target.open(target.manual) as one, target.open(target.manual) as other:
        scope = target.document.endpoints[target.manual].scope
        for probe in (one, other):
            await subscribe(probe, "all")
        seconds = target.pace.interval_s(target.pace.quickest(scope)) * HEARD
        mine, theirs = await asyncio.gather(one.collect(seconds), other.collect(seconds))
        updates = [frame for frame in mine if frame.is_update]
        if not updates:
            raise Unseen("no update came", SILENCE, one.fault("no update came"))
        for frame, twin in differences(updates, [frame for frame in theirs if frame.is_update]):
            raise Broken(one.fault(f"two subscribers got different updates of {frame.service}", twin.entry.text, frame))


@observed(
    "UPD-08",
    MUST,
    "Updates tell truly where their values come from: a source, simulated or not as the greeting says, and an `as_of` "
    "that is not later than the update.",
    RULES,
)
def freshness_is_coherent(evidence: Evidence) -> Iterator[Fault]:
    """Look at `source`, `as_of` and `stale` wherever they stand together."""
    modes = [frame.data.get("mode") for frame in evidence.frames if frame.kind == "connection_established"]
    updates = [frame for frame in evidence.frames if frame.is_update and "as_of" in frame.data]
    if not updates:
        raise Unseen("no update with `as_of` was seen")
    for frame in updates:
        for doubt in doubts(frame, modes[0] if modes else None):
            yield Fault(doubt.problem, doubt.expected, frame.entry.path, "", frame.entry.text, doubt.pointer)


@observed("UPD-09", MUST, "Of two updates on one subscription the later one has the later timestamp.", RULES)
def timestamps_of_updates_increase(evidence: Evidence) -> Iterator[Fault]:
    """Compare neighbours on each connection."""
    neighbours = [(story, pair) for story in stories(evidence) for pair in pairs(story)]
    if not neighbours:
        raise Unseen("no two updates of a service were seen on a connection")
    if all(pair.in_order is None for _, pair in neighbours):
        raise Unseen("no timestamp of an update could be read", "ENV", Fault("no timestamp of an update could be read"))
    for story, pair in neighbours:
        if pair.in_order is False:
            problem = f"an update of {pair.after.service} is not later than the one before"
            expected = f"later than {pair.before.value['timestamp']}"
            yield Fault(problem, expected, story.endpoint.path, "", pair.after.entry.text, "/timestamp")


@observed(
    "UPD-10",
    MUST,
    "`source_unavailable` is told once for a subscription, and never after an update of that service.",
    "#/x-error-codes",
)
def trouble_is_told_once(evidence: Evidence) -> Iterator[Fault]:
    """Follow each connection."""
    if not any(frame.comes_unasked for frame in evidence.frames):
        raise Unseen("every service had data")
    for story in stories(evidence):
        for frame, problem in retold(story, evidence.document):
            yield Fault(problem, "one, while there is no data", frame.entry.path, came=frame.entry.text)


def _what(frame: Seen) -> str:
    if frame.kind == "error":
        return f"`source_unavailable` of {frame.data.get('service')}"
    return "a notice of `system`" if frame.service == "system" else f"an update of {frame.service}"
