"""FUZ: commands and frames that nobody would think of."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import schemathesis
from hypothesis import strategies as st
from schemathesis import GenerationMode

from contracts.bridge import openapi
from contracts.pointer import name_of
from contracts.suite.clause import MUST, live
from contracts.suite.conversation import ping
from contracts.suite.exploration import explore
from contracts.suite.fault import Broken, Unseen
from contracts.suite.oddities import ODDITIES
from contracts.suite.relay import Relay
from contracts.validator import Validator

if TYPE_CHECKING:
    from contracts.suite.probe import Probe
    from contracts.suite.target import Target

EXCUSES = "CON,SUB,CMD,ERR"
"""Groups whose faults would show here too."""
REPLIES = "#/operations"


@live("FUZ-01", MUST, "Whatever fits the schema of a command gets the reply of that command.", REPLIES)
async def whatever_fits_is_carried_out(target: Target) -> None:
    """Let schemathesis make up commands."""
    async with Relay(target, target.manual) as relay:
        for action, kind in _kinds(target).items():

            async def attempt(frame: str, kind: str = kind) -> None:
                await _demand(relay, frame, kind)

            await explore(target, _frames(target, action, GenerationMode.POSITIVE), attempt)


@live("FUZ-02", MUST, "Whatever fits no schema of a command gets an error.", REPLIES)
async def whatever_does_not_fit_is_refused(target: Target) -> None:
    """Let schemathesis spoil commands; what it spoilt too little is passed over."""
    validator = Validator(target.document)

    async with Relay(target, target.manual) as relay:

        async def attempt(frame: str) -> None:
            await _demand(relay, frame, "error")

        for action in target.document.actions:
            frames = _frames(target, action, GenerationMode.NEGATIVE)
            await explore(target, frames.filter(lambda frame: not validator.command(target.manual, frame)), attempt)


@live("FUZ-03", MUST, "Any frame at all ends in a reply, an error, or a documented close code.", "#/x-close-codes")
async def any_frame_has_an_answer(target: Target) -> None:
    """Send frames that no schema can generate.

    Whatever is not UTF-8 is no message at all: servers end such a connection below the contract, each in its own way.
    """
    codes = {each.code for each in target.document.close_codes}

    async with Relay(target, target.manual) as relay:

        async def attempt(frame: bytes) -> None:
            async with relay.turn() as probe:
                await probe.send_raw(frame)
                came = await probe.next_reply()
                ended = probe.close_code in codes or (probe.close_code is not None and not _is_text(frame))
                if came is None and not ended:
                    problem = f"closed with {probe.close_code}" if probe.close_code else "no answer came"
                    fault = probe.fault(problem, f"a reply, or a close with one of {sorted(codes)}")
                    raise Unseen(problem, EXCUSES, fault)

        for frame in ODDITIES:
            await attempt(frame)
        await explore(target, st.one_of(st.binary(max_size=200), st.text(max_size=100).map(_bytes)), attempt)


@live("FUZ-04", MUST, "What one client sends, no other client notices.", "#/info/description")
async def nobody_else_notices(target: Target) -> None:
    """Send odd frames while a canary asks for signs of life."""
    async with target.open(target.manual) as canary, Relay(target, target.manual) as relay:
        for frame in ODDITIES:
            async with relay.turn() as probe:
                await probe.send_raw(frame)
                if not await _alive(canary):
                    ended = canary.close_code
                    problem = f"another connection was closed with {ended}" if ended else "silent"
                    fault = probe.fault(f"another connection was disturbed: {problem}", "a pong there")
                    raise Broken(fault)
                await probe.next_reply(target.patience_s / 10)


def _kinds(target: Target) -> dict[str, str]:
    """Return the kind of reply of each command."""
    operations = target.document.raw["operations"].values()
    messages = target.document.messages
    kinds: dict[str, str] = {}
    for operation in operations:
        if operation["action"] != "receive":
            continue
        command = messages[name_of(operation["messages"][0])]
        replies = [messages[name_of(reference)].const("type") for reference in operation["reply"]["messages"]]
        kinds[str(command.const("action"))] = next(str(kind) for kind in replies if kind != "error")
    return kinds


def _frames(target: Target, action: str, mode: GenerationMode) -> st.SearchStrategy[str]:
    """Let schemathesis make up commands; what is no JSON, or longer than a message may be, is not one."""
    schema = schemathesis.openapi.from_dict(openapi(target.document, target.manual))
    bodies = schema[f"/{action}"]["POST"].as_strategy(generation_mode=mode).map(lambda case: case.body)
    frames = bodies.filter(lambda body: not isinstance(body, bytes)).map(_written)
    return frames.filter(lambda frame: len(_bytes(frame)) <= target.document.max_message_bytes)


def _written(body: Any) -> str:
    return json.dumps(body, ensure_ascii=False)


async def _demand(relay: Relay, frame: str, kind: str) -> None:
    """Send a frame, and demand a reply of this kind. Raises Unseen: the fault may be another clause's."""
    async with relay.turn() as probe:
        await probe.send(frame)
        came = await probe.next_reply()
        if came is None:
            problem = f"the connection was closed with {probe.close_code}" if probe.close_code else "no answer came"
            raise Unseen(problem, EXCUSES, probe.fault(problem, "a reply"))
        if came.kind != kind:
            fault = probe.fault(f"it is answered with {came.kind!r}", kind, came)
            raise Unseen(fault.problem, EXCUSES, fault)


async def _alive(canary: Probe) -> bool:
    try:
        await ping(canary)
    except Unseen:
        return False
    return True


def _is_text(frame: bytes) -> bool:
    try:
        frame.decode()
    except UnicodeDecodeError:
        return False
    return True


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
