"""ERR: what is answered to mistakes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from contracts.suite.clause import MUST, SHOULD, live, observed
from contracts.suite.fault import Broken, Fault, Unseen
from contracts.suite.mistakes import Mistake, mistakes
from contracts.suite.relay import Relay

if TYPE_CHECKING:
    from collections.abc import Iterator

    from contracts.suite.evidence import Evidence, Seen
    from contracts.suite.probe import Probe
    from contracts.suite.target import Target

CODES = "#/x-error-codes"
ERROR = "#/components/schemas/ErrorData"
CLOSES = "#/x-close-codes"
INSIDE = re.compile(r"Traceback|File \"|\.py\b|0x[0-9a-f]{8,}|Error\(|Exception\(")
UNSUPPORTED, TOO_BIG = 1003, 1009


@live("ERR-01", MUST, "A mistake does not close the connection.", "#/info/description")
async def mistakes_keep_the_connection_open(target: Target) -> None:
    """Make every mistake, each followed by a ping."""
    async with Relay(target, target.group) as relay:
        for mistake in _mistakes(target):
            async with relay.turn() as probe:
                await probe.send(mistake.frame)
                await probe.send({"action": "ping"})
                if await probe.until(lambda frame: frame.kind == "pong") is None:
                    after = f"closed with {probe.close_code}" if probe.close_code else "not answered any more"
                    fault = Fault(f"after a mistake the connection is {after}", "an error", probe.path, mistake.frame)
                    raise Broken(fault)


@live("ERR-02", MUST, "What is not one JSON text is answered with `invalid_json`.", CODES)
async def broken_json_is_named(target: Target) -> None:
    """Send text of many kinds."""
    await _demand(target, "invalid_json")


@live("ERR-03", MUST, "JSON that is no object is answered with `invalid_message`.", CODES)
async def other_json_is_named(target: Target) -> None:
    """Send arrays, texts, numbers."""
    await _demand(target, "invalid_message")


@live("ERR-04", MUST, "A command without `action` is answered with `missing_action`.", CODES)
async def missing_actions_are_named(target: Target) -> None:
    """Send objects without it."""
    await _demand(target, "missing_action")


@live("ERR-05", MUST, "An unknown action is answered with `unknown_action` and the `supported_actions`.", CODES)
async def unknown_actions_are_named(target: Target) -> None:
    """Send actions that are misspelt, or no text."""
    actions = list(target.document.actions)
    for fault, came in await _demand(target, "unknown_action"):
        if came.data.get("supported_actions") != actions:
            raise Broken(_with(fault, "`supported_actions` are not those of the contract", f"{actions}"))


@live("ERR-06", MUST, "A command that needs a service and has none is answered with `missing_service`.", CODES)
async def missing_services_are_named(target: Target) -> None:
    """Subscribe nothing."""
    await _demand(target, "missing_service")


@live(
    "ERR-07",
    MUST,
    "A service that does not exist is answered with `invalid_service`: a message that begins with `Invalid service`, "
    "and the services in scope.",
    CODES,
)
async def invalid_services_are_named(target: Target) -> None:
    """Subscribe services that are misspelt, or no text."""
    await _demand_scope(target, "invalid_service")


@live(
    "ERR-08",
    MUST,
    "A service out of scope is answered with `service_not_available`: a message that begins with `Invalid service`, "
    "and the services in scope.",
    CODES,
)
async def services_out_of_scope_are_named(target: Target) -> None:
    """Subscribe a service of another address."""
    await _demand_scope(target, "service_not_available")


@live("ERR-09", MUST, "A field of the wrong type or length is answered with `invalid_field`, which names it.", CODES)
async def invalid_fields_are_named(target: Target) -> None:
    """Send a `request_id` and `data` that are not allowed."""
    for fault, came, mistake in await _answers(target, "invalid_field"):
        if came.data.get("field") != mistake.field:
            raise Broken(_with(fault, f"`field` is {came.data.get('field')!r}", f"{mistake.field!r}"))


@live("ERR-10", SHOULD, "An error for a misspelt name hints at the closest valid one.", ERROR)
async def misspelt_names_are_hinted_at(target: Target) -> None:
    """Leave out a letter of an action and of a service."""
    service = max(target.document.endpoints[target.group].scope, key=len)
    async with target.open(target.group) as probe:
        for command, wanted in (
            ({"action": "subscrib", "service": service}, "subscribe"),
            ({"action": "subscribe", "service": service[:-1]}, service),
        ):
            await probe.send(command)
            came = await probe.reply()
            if came.kind == "error" and came.data.get("hint") != wanted:
                raise Broken(probe.fault(f"`hint` is {came.data.get('hint')!r}", repr(wanted), came, "/data/hint"))


@live("ERR-11", MUST, "A binary frame is answered with close code 1003.", CLOSES)
async def binary_frames_are_refused(target: Target) -> None:
    """Send a command as a binary frame."""
    async with target.open(target.manual) as probe:
        await probe.send(b'{"action": "ping"}')
        await _demand_close(probe, UNSUPPORTED, "a binary frame")


@live("ERR-12", MUST, "A message longer than `x-max-message-bytes` is answered with close code 1009.", CLOSES)
async def long_messages_are_refused(target: Target) -> None:
    """Send a little too much, in one-byte and in two-byte letters, and a lot too much."""
    longest = target.document.max_message_bytes
    for text in ("a" * (longest + 1), "é" * (longest // 2 + 1), "a" * (20 * longest)):
        async with target.open(target.manual) as probe:
            await probe.send(text)
            await _demand_close(probe, TOO_BIG, f"a message of {len(text.encode())} bytes")


@live("ERR-13", MUST, "One mistake is answered with one error.", "#/info/description")
async def one_mistake_is_one_error(target: Target) -> None:
    """Make every mistake, each followed by a ping, and count the errors before the pong."""
    async with Relay(target, target.group) as relay:
        for mistake in _mistakes(target):
            async with relay.turn() as probe:
                await probe.send(mistake.frame)
                await probe.send({"action": "ping"})
                errors = []
                while (came := await probe.next_reply()) is not None and came.kind == "error":
                    errors.append(came)
                if came is None:
                    raise Unseen("a mistake ended the conversation", "ERR-01", probe.fault("no pong came", "pong"))
                if len(errors) > 1:
                    problem, newest = f"there were {len(errors)} errors", errors[1].entry.text
                    raise Broken(Fault(problem, "one", probe.path, mistake.frame, newest))


@observed("ERR-14", MUST, "Errors tell nothing of the gateway's inside: no tracebacks, files, or classes.", ERROR)
def errors_keep_the_inside_inside(evidence: Evidence) -> Iterator[Fault]:
    """Look through the messages of all errors."""
    errors = [frame for frame in evidence.frames if frame.kind == "error"]
    if not errors:
        raise Unseen("no error was seen")
    for frame in errors:
        if found := INSIDE.search(str(frame.data.get("message", ""))):
            problem = f"the message holds {found[0]!r}"
            yield Fault(problem, "words for people", frame.entry.path, "", frame.entry.text, "/data/message")


def _mistakes(target: Target) -> list[Mistake]:
    endpoint = target.document.endpoints[target.group]
    elsewhere = next((name for name in target.document.services if name not in endpoint.scope), None)
    return list(mistakes(endpoint, elsewhere))


async def _answers(target: Target, code: str) -> list[tuple[Fault, Seen, Mistake]]:
    """Make the mistakes of one code, each on a connection of its own; return what a fault would show, and the answers.

    Raises Broken when one is answered with something else.
    """
    answers = []
    for mistake in (each for each in _mistakes(target) if each.code == code):
        async with target.open(target.group) as probe:
            came = await _answer(probe, mistake)
            answers.append((probe.fault("", came=came), came, mistake))
    return answers


async def _answer(probe: Probe, mistake: Mistake) -> Seen:
    expected = f"an error with the code `{mistake.code}`"
    await probe.send(mistake.frame)
    came = await probe.next_reply()
    if came is None and probe.close_code is not None:
        fault = probe.fault(f"the connection was closed with {probe.close_code}", expected)
        raise Unseen("a mistake closed the connection", "ERR-01", fault)
    if came is None:
        raise Broken(probe.fault("no answer came", expected))
    if came.kind != "error":
        raise Broken(probe.fault(f"it is answered with {came.kind!r}", expected, came))
    if came.data.get("code") != mistake.code:
        found = came.data.get("code")
        raise Broken(probe.fault(f"the code is {found!r}", f"`{mistake.code}`", came, "/data/code"))
    return came


async def _demand(target: Target, code: str) -> list[tuple[Fault, Seen]]:
    return [(fault, came) for fault, came, _ in await _answers(target, code)]


async def _demand_scope(target: Target, code: str) -> None:
    scope = list(target.document.endpoints[target.group].scope)
    for fault, came in await _demand(target, code):
        if not str(came.data.get("message")).startswith("Invalid service"):
            raise Broken(_with(fault, "the message begins otherwise", "Invalid service", "/data/message"))
        if came.data.get("available_services") != scope:
            raise Broken(_with(fault, "other services are offered", f"{scope}", "/data/available_services"))


async def _demand_close(probe: Probe, code: int, what: str) -> None:
    closed = await probe.closed()
    if closed != code:
        found = "not closed" if closed is None else f"closed with {closed}"
        raise Broken(probe.fault(f"after {what} the connection is {found}", f"close code {code}"))


def _with(fault: Fault, problem: str, expected: str, pointer: str = "/data") -> Fault:
    return Fault(problem, expected, fault.path, fault.sent, fault.came, pointer)
