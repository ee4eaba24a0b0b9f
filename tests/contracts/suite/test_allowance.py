from __future__ import annotations

import asyncio
from math import inf

from contracts.suite.allowance import Allowance, of_commands, of_handshakes, of_mistakes
from contracts.terms import Limits

LIMITS = Limits(
    commands_per_s=10,
    commands_at_once=40,
    excess_s=10,
    mistakes_per_min=20,
    connections_per_address=100,
    handshakes_per_s=20,
    handshakes_at_once=100,
)


async def test_no_more_at_once_than_is_allowed() -> None:
    """What is there is given without a wait; one more has to wait for its share of a second."""
    allowance = Allowance(per_s=20, at_once=3)
    clock = asyncio.get_running_loop().time
    began = clock()
    for _ in range(5):
        await allowance.take()

    assert clock() - began >= 2 / 20 - 0.01


async def test_many_who_wait_share_what_there_is() -> None:
    """Side by side nobody gets more than one after the other."""
    allowance = Allowance(per_s=50, at_once=1)
    clock = asyncio.get_running_loop().time
    began = clock()
    await asyncio.gather(*(allowance.take() for _ in range(6)))

    assert clock() - began >= 5 / 50 - 0.01


async def test_what_is_beyond_costs_nothing() -> None:
    """A gateway does not count what it refuses: after a flood the next command waits no longer than after one."""
    allowance = Allowance(per_s=0.001, at_once=5)
    for _ in range(1000):
        allowance.spend()

    assert 0 <= allowance.left < 1


async def test_the_limits_of_a_document_are_kept_with_room_to_spare() -> None:
    """Commands, handshakes and mistakes each have their own; at least one mistake can be made."""
    few = Limits(1, 1, 1, 1, 1, 1, 1)

    assert of_commands(LIMITS).left < LIMITS.commands_at_once
    assert of_handshakes(LIMITS).left < LIMITS.handshakes_at_once
    assert 1 <= of_mistakes(LIMITS) < LIMITS.mistakes_per_min
    assert of_mistakes(few) == 1


async def test_without_limits_nobody_waits() -> None:
    """Older documents state none."""
    for allowance in (of_commands(None), of_handshakes(None)):
        async with asyncio.timeout(10):
            for _ in range(10_000):
                await allowance.take()
    assert of_mistakes(None) == inf
