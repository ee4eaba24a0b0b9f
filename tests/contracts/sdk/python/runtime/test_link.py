from __future__ import annotations

import asyncio

import pytest

from contracts.sdk.python.runtime.dial import dial
from contracts.sdk.python.runtime.link import Link, LinkLost
from tests.contracts.sdk.python.runtime.gateway import running, until
from tests.contracts.sdk.python.runtime.toy import options
from tests.live.deadline import within


async def test_a_lost_link_lets_nobody_wait() -> None:
    """Who waits for a reply, and who asks afterwards, is told at once, though the socket may still be open."""
    async with running() as gateway:
        gateway.answers = lambda _command: False
        async with dial(gateway.url, None, options()) as socket:
            link = Link(socket, 1024)
            asking = asyncio.create_task(link.ask("ping", {}))
            await until(lambda: gateway.visits and gateway.visit.commands)
            link.lose()

            async with within():
                with pytest.raises(LinkLost):
                    await asking
                with pytest.raises(LinkLost):
                    await link.ask("ping", {})
                assert link.greeted.is_set()
                assert link.greeting is None
        assert len(gateway.visit.commands) == 1


async def test_a_command_that_was_given_up_is_forgotten() -> None:
    """Cancelled commands leave nothing behind; their late replies reach nobody."""
    async with running() as gateway, dial(gateway.url, None, options()) as socket:
        gateway.answers = lambda _command: False
        link = Link(socket, 1024)
        asking = asyncio.create_task(link.ask("ping", {}))
        await until(lambda: gateway.visits and gateway.visit.commands)
        asking.cancel()
        await asyncio.wait([asking])

        assert link._pending == {}
