from __future__ import annotations

import asyncio
import os
import sys

import pytest

from contracts.generated.catalog import SERVICES
from service.gateway.hub import Hub, Outcome
from service.simulator.scenario import scenario_names
from tests.fakes.clock import FakeClock
from tests.fakes.receiver import FakeReceiver
from tests.fakes.session import session
from tests.fakes.world import World

MINUTES_S = 180


async def story(seed: int, scenario: str) -> list[str]:
    """Return every frame that is published in three minutes."""
    clock, hub, listener = FakeClock(), Hub(), FakeReceiver()
    hub.join(Outcome(session("/ws", *SERVICES, "system"), ()), listener)
    async with World(clock, seed=seed, scenario=scenario).gateway(hub):
        await clock.advance(MINUTES_S)
    return [frame.text for frame in listener.got]


@pytest.mark.parametrize("scenario", scenario_names())
async def test_the_same_seed_tells_the_same_story(scenario: str) -> None:
    """Two gateways that start at one instant, with one seed and scenario, publish the same frames to the letter."""
    assert await story(1, scenario) == await story(1, scenario)


async def test_another_seed_tells_another_story() -> None:
    """Otherwise the seed would decide nothing."""
    assert await story(1, "calm") != await story(2, "calm")


async def test_another_process_tells_the_same_story() -> None:
    """Python orders sets by chance, anew in each process; no frame may depend on it."""
    command = [sys.executable, "-c", "from tests.story import test_determinism; test_determinism.tell()"]
    other = await asyncio.create_subprocess_exec(
        *command, env=os.environ | {"PYTHONHASHSEED": "1"}, stdout=asyncio.subprocess.PIPE
    )
    told, _ = await other.communicate()

    assert told.decode().splitlines() == await story(1, "garbage")


def tell() -> None:
    """Print a story, for the test that runs another process."""
    for line in asyncio.run(story(1, "garbage")):
        print(line)  # noqa: T201  that is what it is for
