from __future__ import annotations

import asyncio

from service.edge.connection import Connection
from tests.fakes.server_send import ServerSend
from tests.service.edge.edge import create_edge


async def test_a_gateway_is_ready_from_its_first_data_until_it_drains() -> None:
    """Clients are sent where there is data, and not where the end has begun."""
    desk = create_edge().desk
    states = [desk.ready]
    desk.has_data.set()
    states.append(desk.ready)
    desk.draining = True
    states.append(desk.ready)

    assert states == [False, True, False]


async def test_the_desk_is_deserted_when_the_last_client_has_gone() -> None:
    """The drain waits for the last client, not for the first."""
    desk = create_edge().desk
    task = asyncio.current_task()
    assert task is not None
    one, other = Connection(ServerSend(), task), Connection(ServerSend(), task)
    assert desk.deserted.is_set()

    desk.enter(one)
    desk.enter(other)
    desk.leave(one)
    assert not desk.deserted.is_set()

    desk.leave(other)
    assert desk.deserted.is_set()
