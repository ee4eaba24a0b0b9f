"""CMD: commands and their replies."""

from __future__ import annotations

import itertools
import json
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Any

from contracts.suite.clause import MUST, live
from contracts.suite.conversation import demand, names, ping, script, status, subscribe
from contracts.suite.fault import Broken, Unseen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from contracts.suite.evidence import Seen
    from contracts.suite.probe import Probe
    from contracts.suite.target import Target

RULES = "#/info/description"
PIPELINED = 60
"""Commands at once on one connection, where there is no limit."""
CROWD = 15
"""Connections that give as many commands at once as each may."""
LONGEST_ID = 128
ECHO = {"text": "dåta \U0001f680 \u2028 \\ \"'", "n": [1, -2.5, 1e-7, None, True, {"deep": {}}], "big": 2**53, "": 0}


@live("CMD-01", MUST, "Every command is answered exactly once, by a reply of its own kind.", "#/operations")
async def commands_are_answered(target: Target) -> None:
    """Give every command at every address; the first one again at the end, to see that nothing was left over."""
    for path, endpoint in target.document.endpoints.items():
        commands = script(endpoint.scope[0])
        async with target.open(path) as probe:
            for action, fields, kind in (*commands, commands[0]):
                await probe.send({"action": action, **fields})
                came = await probe.next_reply()
                if came is None:
                    raise Broken(probe.fault(f"{action} was not answered", kind))
                if came.kind != kind:
                    raise Broken(probe.fault(f"{action} is answered with {came.kind!r}", kind, came))


@live("CMD-02", MUST, "Replies come in the order of the commands.", RULES)
async def replies_keep_the_order(target: Target) -> None:
    """Give many different commands at once, and compare the `request_id`s of what comes."""
    async with target.open(target.manual) as probe:
        commands = script(target.document.endpoints[target.manual].scope[0])
        wanted = [f"order-{number}" for number in range(_at_once(target))]
        cycle = zip(itertools.cycle(commands), wanted)
        await probe.burst({"action": action, "request_id": id_, **fields} for (action, fields, _), id_ in cycle)
        newest = 0
        for _ in wanted:
            came = await probe.reply()
            got = str(came.data.get("request_id"))
            place = wanted.index(got) if got in wanted else newest
            # One that is missing is CMD-01's business.
            if place < newest:
                raise Broken(probe.fault(f"the reply to {got} comes after that to {wanted[newest]}", "before it", came))
            newest = place


@live(
    "CMD-03",
    MUST,
    "A `request_id` comes back in the reply, and none when none was given.",
    "#/components/correlationIds",
)
async def request_ids_come_back(target: Target) -> None:
    """Give every command, and a wrong one, with the longest id there may be, and without any."""
    async with target.open(target.manual) as probe:
        commands = script(target.document.endpoints[target.manual].scope[0])
        for action, fields, _ in (*commands, ("there is no such action", {}, "error")):
            for request_id in ("é" * LONGEST_ID, None):
                given = {} if request_id is None else {"request_id": request_id}
                demand(probe, await probe.ask(action, **fields, **given), "request_id", request_id)


@live(
    "CMD-04", MUST, "`pong` returns the `data` of the ping as it was, and an empty object when there was none.", RULES
)
async def ping_data_comes_back(target: Target) -> None:
    """Send every kind of JSON there is."""
    async with target.open(target.manual) as probe:
        for data in ({}, {"custom": "data"}, ECHO):
            _demand_data(probe, await ping(probe, data=data), data)
        _demand_data(probe, await ping(probe), {})


@live("CMD-05", MUST, "`get_status` tells the truth about the connection.", "#/components/schemas/StatusData")
async def status_is_true(target: Target) -> None:
    """Compare the status with the greeting, the subscriptions, and the connections that are open."""
    async with target.open(target.manual) as probe, target.open(target.manual), target.open(target.group):
        service = target.document.endpoints[target.manual].scope[0]
        await subscribe(probe, service)
        came = await status(probe)
        demand(probe, came, "client_id", probe.greeting.data.get("client_id"))
        demand(probe, came, "endpoint", target.manual)
        if sorted(names(came)) != [service]:
            raise Broken(probe.fault(f"`subscriptions` is {names(came)}", f"[{service}]", came))
        total, ours = came.data.get("total_clients"), 3
        if not isinstance(total, int) or total < ours:
            raise Broken(probe.fault(f"`total_clients` is {total}", f"at least {ours}", came, "/data/total_clients"))
        connected_at, last_activity = (str(came.data.get(key)) for key in ("connected_at", "last_activity"))
        if connected_at > last_activity:
            raise Broken(probe.fault("`last_activity` is before `connected_at`", "not before", came))


@live("CMD-06", MUST, "Fields that a command does not know are ignored.", RULES)
async def unknown_fields_are_ignored(target: Target) -> None:
    """Give every command with fields of a later version."""
    async with target.open(target.manual) as probe:
        for action, fields, kind in script(target.document.endpoints[target.manual].scope[0]):
            came = await probe.ask(action, **fields, since=5, filters={"coins": ["bitcoin"]})
            if came.kind != kind:
                raise Broken(probe.fault(f"with unknown fields {action} is answered with {came.kind!r}", kind, came))


@live("CMD-07", MUST, "Of a key that stands twice the last one counts.", RULES)
async def the_last_duplicate_counts(target: Target) -> None:
    """Send one object with two actions."""
    async with target.open(target.manual) as probe:
        await probe.send('{"action": "ping", "action": "get_status"}')
        came = await probe.reply()
        if came.kind != "status":
            raise Broken(probe.fault(f"it is answered with {came.kind!r}", "status", came))


@live("CMD-08", MUST, "A message of exactly `x-max-message-bytes` is answered.", "#/x-max-message-bytes")
async def the_longest_message_is_answered(target: Target) -> None:
    """Send a ping of that many bytes in UTF-8, of one-byte and of two-byte letters."""
    for letter in ("a", "é"):
        async with target.open(target.manual) as probe:
            await probe.send(_ping_of(target.document.max_message_bytes, letter))
            came = await probe.next_reply()
            if came is None or came.kind != "pong":
                code = f"closed with {probe.close_code}" if probe.close_code else "no pong"
                raise Broken(probe.fault(f"it is not answered: {code}", "pong", came))


@live("CMD-09", MUST, "No reply is lost, however many commands come at once and whatever else is sent.", RULES)
async def no_reply_is_lost(target: Target) -> None:
    """Give hundreds of commands at once, on many connections, while everything is subscribed."""
    async with AsyncExitStack() as stack:
        crowd = [await stack.enter_async_context(target.open(target.manual)) for _ in range(_crowd(target))]
        wanted = [f"load-{number}" for number in range(_at_once(target) - 1)]
        for probe in crowd:
            await probe.burst(
                (
                    {"action": "subscribe", "service": "all"},
                    *({"action": "ping", "request_id": request_id} for request_id in wanted),
                )
            )
        for probe in crowd:
            await _demand_all(probe, wanted)


async def _demand_all(probe: Probe, wanted: Sequence[str]) -> None:
    """Demand a reply for each id, after one for a command without."""
    await probe.reply()
    missing, nameless = set(wanted), 0
    while len(missing) > nameless and (came := await probe.next_reply()) is not None:
        nameless += "request_id" not in came.data
        missing.discard(str(came.data.get("request_id")))
    if nameless:
        fault = probe.fault("replies have no `request_id`", "that of the command")
        raise Unseen(fault.problem, "CMD-03", fault)
    if missing:
        raise Broken(probe.fault(f"{len(missing)} of {len(wanted)} commands were not answered", "a reply to each"))


def _at_once(target: Target) -> int:
    """Return how many commands a new connection may give at once."""
    limits = target.document.limits
    return PIPELINED if limits is None else limits.commands_at_once


def _crowd(target: Target) -> int:
    limits = target.document.limits
    return CROWD if limits is None else max(1, min(CROWD, limits.connections_per_address // 2))


def _demand_data(probe: Probe, came: Seen, expected: dict[str, Any]) -> None:
    data = came.value.get("data") if isinstance(came.value, dict) else None
    if data != expected:
        raise Broken(
            probe.fault("`data` is not that of the ping", json.dumps(expected, ensure_ascii=False), came, "/data")
        )


def _ping_of(length: int, letter: str) -> str:
    head, tail = '{"action": "ping", "data": {"a": "', '"}}'
    room = length - len(head) - len(tail)
    size = len(letter.encode())
    return head + letter * (room // size) + "." * (room % size) + tail
