"""LIM: what a client may count on (`x-limits`), and what becomes of one that takes more."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from itertools import cycle, islice
from typing import TYPE_CHECKING

from contracts.suite.clause import MUST, SHOULD, live, observed
from contracts.suite.conversation import names, script, status
from contracts.suite.fault import Broken, Fault, Unseen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from contracts.suite.evidence import Evidence, Seen
    from contracts.suite.probe import Probe
    from contracts.suite.target import Target
    from contracts.terms import Limits

LIMITS = "#/x-limits"
RULES = "#/info/description"
CODES = "#/x-error-codes"
POLICY = 1008
PING = {"action": "ping"}
MISTAKE = "{}"
EXCUSES = "ENV,SUB,CMD,ERR"
"""Groups whose faults would show here too."""
TWICE = 2
"""So many times what is allowed is too much. A gateway that allows that too has no limit worth the name."""
SECOND_S = 1.1
"""A second by every clock."""
PAUSE_S = 0.5
EASE = 3
"""After being refused, a client waits until it may give so many commands."""
ROUNDS, ABREAST = 20, 20
"""How often so many handshakes are tried side by side, until one is refused."""


async def knock_too_often(target: Target) -> None:
    """Ask for upgrades until one is refused."""
    abreast = min(ABREAST, _limits(target).connections_per_address)
    for _ in range(ROUNDS):
        statuses = await asyncio.gather(*(target.knock(target.manual) for _ in range(abreast)))
        if HTTPStatus.TOO_MANY_REQUESTS in statuses:
            return


@live("LIM-01", MUST, "What stays within `x-limits` is carried out, and as many mistakes are borne.", LIMITS)
async def what_is_allowed_is_carried_out(target: Target) -> None:
    """Give as many commands at once as a new connection may, a second later those of a second; make the mistakes."""
    limits = _limits(target)
    async with target.open(target.manual) as probe:
        await _demand_kinds(target, probe, limits.commands_at_once)
        await asyncio.sleep(SECOND_S)
        await _demand_kinds(target, probe, limits.commands_per_s)
    async with target.open(target.manual) as probe:
        for _ in range(limits.mistakes_per_min):
            await probe.send(MISTAKE)
            if await probe.next_reply() is None:
                fault = _ended(probe, f"an error for each of {limits.mistakes_per_min} mistakes").fault
                raise Unseen(fault.problem, "ERR-01", fault)
        if await probe.closed(PAUSE_S) is not None:
            raise _ended(probe, f"a connection that bears {limits.mistakes_per_min} mistakes in a minute")


@live(
    "LIM-02",
    MUST,
    "A command that comes too soon is answered with `rate_limited` and its `request_id`, and is not carried out; "
    "the connection stays open.",
    CODES,
)
async def what_comes_too_soon_is_refused(target: Target) -> None:
    """Subscribe every service after too many pings, and look at the status for those that were refused."""
    limits = _limits(target)
    async with target.open(target.manual) as probe:
        early = {f"early-{number}": PING for number in range(limits.commands_at_once * TWICE)}
        scope = target.document.endpoints[target.manual].scope
        late = {f"late-{name}": {"action": "subscribe", "service": name} for name in scope}
        commands = {**early, **late}
        await probe.burst({**command, "request_id": id_} for id_, command in commands.items())
        replies = await _replies(probe, len(commands))
        if probe.close_code is not None:
            raise _ended(probe, "errors, and a connection that stays open")
        if len(replies) < len(commands):
            raise Broken(probe.fault(f"{len(commands) - len(replies)} commands were not answered", "`rate_limited`"))
        refused = [came for came in replies if _is_refusal(came)]
        if not refused:
            raise Unseen("no command was refused for its rate", "LIM-03")
        for came in refused:
            if (found := came.data.get("request_id")) not in commands:
                fault = probe.fault(f"`request_id` is {found!r}", "that of the command", came, "/data/request_id")
                raise Unseen(fault.problem, "CMD-03", fault)
        await asyncio.sleep(EASE / limits.commands_per_s)
        came = await status(probe)
        listed = set(names(came))
        for command in (commands[each.data["request_id"]] for each in refused):
            if (service := command.get("service")) in listed:
                problem = f"subscribing {service} was refused, and it is subscribed"
                raise Broken(probe.fault(problem, "nothing that was refused", came, "/data/subscriptions"))


@live("LIM-03", SHOULD, "Of twice as many commands at once as `x-limits` allows, some are refused.", LIMITS)
async def there_is_a_limit(target: Target) -> None:
    """Send pings."""
    count = _limits(target).commands_at_once * TWICE
    async with target.open(target.manual) as probe:
        await probe.burst([PING] * count)
        replies = await _replies(probe, count)
        if any(_is_refusal(came) for came in replies):
            return
        fault = probe.fault(f"{len(replies)} commands at once were carried out", "`rate_limited` for some")
        if len(replies) < count:
            raise Unseen("commands that came too soon were not answered", "LIM-02", fault)
        raise Broken(fault)


@live(
    "LIM-04",
    SHOULD,
    "Whoever gives more commands than `x-limits` allows for `excess_s` is closed with 1008.",
    LIMITS,
    goes_beside=True,
)
async def whoever_goes_on_is_closed(target: Target) -> None:
    """Send twice as many pings as allowed for as long as it takes."""
    limits = _limits(target)
    is_refused = False
    async with target.open(target.manual) as probe:
        clock = asyncio.get_running_loop().time
        ends_at = clock() + limits.excess_s * TWICE + target.patience_s
        await probe.burst([PING] * limits.commands_at_once)
        while probe.close_code is None and clock() < ends_at:
            await probe.burst([PING] * max(1, int(limits.commands_per_s * TWICE * PAUSE_S)))
            is_refused = any(map(_is_refusal, await probe.collect(PAUSE_S))) or is_refused
        if probe.close_code == POLICY:
            return
        fault = _ended(probe, f"close code {POLICY} after {limits.excess_s} s of too many commands").fault
        if not is_refused:
            raise Unseen("no command was refused for its rate", "LIM-02,LIM-03", fault)
        raise Broken(fault)


@live(
    "LIM-05",
    SHOULD,
    "Whoever makes more mistakes in a minute than `x-limits` allows is closed with 1008, when each was answered.",
    LIMITS,
)
async def too_many_mistakes_are_too_many(target: Target) -> None:
    """Make up to twice as many."""
    most = _limits(target).mistakes_per_min
    expected = f"an error for each of {most + 1} mistakes, then close code {POLICY}"
    async with target.open(target.manual) as probe:
        made = answered = 0
        while probe.close_code is None and made < most * TWICE:
            made += 1
            await probe.send(MISTAKE)
            if await probe.next_reply() is None:
                break
            answered += 1
            # One that is being closed need not answer the next.
            if made >= most:
                await probe.closed(PAUSE_S)
        fault = _ended(probe, expected).fault
        if made <= most:
            raise Unseen(fault.problem, "LIM-01,ERR-01", fault)
        if probe.close_code != POLICY or answered < made:
            raise Broken(fault)


@observed(
    "LIM-06",
    MUST,
    "A handshake that is refused with 429 is told why, as problem details, and when to come again, by `Retry-After`.",
    RULES,
    knock_too_often,
)
def who_comes_too_often_is_told_when_to_come(evidence: Evidence) -> Iterator[Fault]:
    """Look at the headers of all such refusals."""
    refused = [each for each in evidence.traffic.of("refused") if each.code == HTTPStatus.TOO_MANY_REQUESTS]
    if not refused:
        raise Unseen("no handshake was refused with 429")
    for entry in refused:
        media_type, after = (entry.headers.get(name, "") for name in ("content-type", "retry-after"))
        if not media_type.startswith("application/problem+json"):
            yield Fault(f"the refusal is of the type {media_type or 'nothing'}", "application/problem+json", entry.path)
        if not after.isdecimal():
            yield Fault(f"`Retry-After` is {after or 'not there'}", "a number of seconds", entry.path)


def _limits(target: Target) -> Limits:
    if target.document.limits is None:
        raise Unseen("the document states no limits")
    return target.document.limits


async def _demand_kinds(target: Target, probe: Probe, count: int) -> None:
    """Give so many commands at once, and demand the right reply to each."""
    given = list(islice(cycle(script(target.document.endpoints[probe.path].scope[0])), count))
    await probe.burst({"action": action, **fields} for action, fields, _ in given)
    for number, (action, _, kind) in enumerate(given, 1):
        came = await probe.next_reply()
        if came is None:
            ended = _ended(probe, f"replies to {count} commands")
            raise ended if probe.close_code is not None else Unseen(ended.fault.problem, EXCUSES, ended.fault)
        if _is_refusal(came):
            raise Broken(probe.fault(f"command {number} of {count} was refused", kind, came))
        if came.kind != kind:
            fault = probe.fault(f"{action} is answered with {came.kind!r}", kind, came)
            raise Unseen(fault.problem, EXCUSES, fault)


async def _replies(probe: Probe, count: int) -> list[Seen]:
    """Return so many replies, or as many as come."""
    replies: list[Seen] = []
    while len(replies) < count and (came := await probe.next_reply()) is not None:
        replies.append(came)
    return replies


def _is_refusal(came: Seen) -> bool:
    return came.kind == "error" and came.data.get("code") == "rate_limited"


def _ended(probe: Probe, expected: str) -> Broken:
    found = "silent" if probe.close_code is None else f"closed with {probe.close_code}"
    return Broken(probe.fault(f"the connection is {found}", expected))
