"""SEQ: several connections at once, in any order of commands, against a model of what each is subscribed to."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from hypothesis import seed
from hypothesis import strategies as st
from hypothesis.errors import Flaky
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    precondition,
    rule,
    run_state_machine_as_test,
)

from contracts.suite.clause import MUST, live
from contracts.suite.exploration import Bridge, Findings, profile
from contracts.suite.fault import Unseen
from contracts.suite.world import EXCUSES, Peer, View, World

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from contracts.suite.target import Target

MODEL = "#/info/description"
EXAMPLES_MAX = 12
"""Of the machine that waits for updates."""


@live("SEQ-01", MUST, "Whatever a connection has done, `get_status` lists what it is subscribed to.", MODEL)
async def status_agrees_with_the_model(target: Target) -> None:
    """Ask every connection after every script."""
    await _play(target, "status", target.examples)


@live("SEQ-02", MUST, "Whatever connections have done, `/ws/stats` lists what each is subscribed to.", MODEL)
async def stats_agree_with_the_model(target: Target) -> None:
    """Ask the resource after every script. Half as many as for SEQ-01 will do: both look at the same thing."""
    await _play(target, "stats", (target.examples + 1) // 2)


@live("SEQ-03", MUST, "Whatever connections have done, each gets the updates that it is subscribed to.", MODEL)
async def updates_agree_with_the_model(target: Target) -> None:
    """Wait for updates after every script."""
    await _play(target, "updates", min(EXAMPLES_MAX, target.examples))


def machine(  # noqa: C901  the methods of a class are counted as one function
    target: Target, view: View, bridge: Bridge, findings: Findings
) -> type[RuleBasedStateMachine]:
    """Make the class of the state machine that drives such a world from a thread."""
    endpoints = target.document.endpoints
    paths = [target.manual, target.group, next(path for path, each in endpoints.items() if each.auto)]
    words = st.sampled_from([*target.document.services, "system", "all"])

    class Machine(RuleBasedStateMachine):
        peers: Bundle[Peer] = Bundle("peers")

        def __init__(self) -> None:
            super().__init__()
            self.world = World(target, view)
            self.failed = False

        def do(self, step: Coroutine[Any, Any, Any], *, always: bool = False) -> Any:
            if findings.suffice and not always:
                step.close()
                return None
            try:
                return bridge.wait(step)
            except Exception as error:  # noqa: BLE001  whatever it is, the script goes with it
                self.failed = True
                findings.add(self.world.told(error))
                raise findings.errors[-1] from None

        @precondition(lambda self: not self.world.is_full)
        @rule(target=peers, path=st.sampled_from(paths))
        def connect(self, path: str) -> Any:
            return self.do(self.world.connect(path))

        @rule(peer=peers, service=words)
        def subscribe(self, peer: Peer, service: str) -> None:
            self.do(self.world.command(peer, "subscribe", service))

        @rule(peer=peers, service=words)
        def unsubscribe(self, peer: Peer, service: str) -> None:
            self.do(self.world.command(peer, "unsubscribe", service))

        @rule(peer=peers, text=st.sampled_from(["{", "{}", '{"action": "subscribe"}', "[]"]))
        def mistake(self, peer: Peer, text: str) -> None:
            self.do(self.world.mistake(peer, text))

        @rule(peer=consumes(peers))
        def disconnect(self, peer: Peer) -> None:
            self.do(self.world.disconnect(peer))

        def teardown(self) -> None:
            self.do(self.world.end(compares=not self.failed and not findings.suffice), always=True)

    return Machine


async def _play(target: Target, view: View, examples: int) -> None:
    """Play random scripts; when one fails, look for the shortest one that does."""
    findings = Findings()
    made = machine(target, view, Bridge(), findings)
    run = seed(target.seed)(made)
    try:
        await asyncio.to_thread(run_state_machine_as_test, run, settings=profile(examples))
    except Flaky:
        if not findings.errors:
            raise Unseen("a script failed once, and not when it was tried again", EXCUSES) from None
        raise findings.errors[-1] from None
