from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from contracts.generated.catalog import CLOSE_CODES
from service.edge.connection import Connection
from service.edge.traffic import Traffic
from service.envelope import Frame
from tests.fakes.server_send import ServerSend
from tests.fakes.upgrade import upgrade
from tests.service.edge.edge import create_edge

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.edge.adapter import EdgeAdapter

COMMANDS: Mapping[str, tuple[str, str]] = {
    '{"action": "ping"}': ("ping", "ok"),
    '{"action": "subscribe", "service": "all"}': ("subscribe", "ok"),
    '{"action": "subscribe", "service": "wether"}': ("subscribe", "invalid_service"),
    '{"action": "unsubscribe", "service": "health_checker"}': ("unsubscribe", "service_not_available"),
    '{"action": "subscribe"}': ("subscribe", "missing_service"),
    '{"action": "dance"}': ("unknown", "unknown_action"),
    '{"action": ["ping"]}': ("unknown", "unknown_action"),
    "{}": ("unknown", "missing_action"),
    "[]": ("unknown", "invalid_message"),
    "]": ("unknown", "invalid_json"),
}


async def converse(edge: EdgeAdapter, path: str, *texts: str) -> list[str]:
    """Connect, send these texts, leave, and return what was sent back."""
    events = iter(
        [
            {"type": "websocket.connect"},
            *({"type": "websocket.receive", "text": text} for text in texts),
            {"type": "websocket.disconnect"},
        ]
    )
    sent: list[str] = []

    async def receive() -> Mapping[str, str]:
        for _ in range(20):
            await asyncio.sleep(0)
        return next(events)

    async def send(event: Mapping[str, str]) -> None:
        if event["type"] == "websocket.send":
            sent.append(event["text"])

    await edge(upgrade(path), receive, send)
    return sent


@pytest.mark.parametrize(("text", "count"), COMMANDS.items(), ids=COMMANDS)
async def test_a_command_is_counted_by_what_it_was_and_came_to(text: str, count: tuple[str, str]) -> None:
    """Whatever a client writes, the words are those of the contract, and `unknown`."""
    edge = create_edge()
    await converse(edge, "/ws/data", text)

    assert edge.desk.traffic.commands == {count: 1}


async def test_what_goes_to_clients_is_counted_by_type() -> None:
    """In frames and in bytes of UTF-8, the greeting included."""
    edge = create_edge()
    sent = await converse(edge, "/ws/data", *['{"action": "ping", "data": {"é": 1}}'] * 2)

    assert edge.desk.traffic.sent == {"connection_established": 1, "pong": 2}
    assert edge.desk.traffic.sent_bytes == sum(len(text.encode()) for text in sent)


async def test_who_is_refused_is_counted_by_status() -> None:
    """A handshake at an address that is none."""
    edge = create_edge()
    await converse(edge, "/ws/wether")

    assert edge.desk.traffic.refused == {404: 1}
    assert edge.desk.traffic.ended == {}


async def test_who_is_closed_is_counted_by_the_code() -> None:
    """Here for a message that is too long; who leaves by itself is not counted."""
    edge = create_edge()
    await converse(edge, "/ws/data")
    await converse(edge, "/ws/data", "x" * 20_000)

    assert edge.desk.traffic.ended == {"message_too_big": 1}


async def test_a_reason_says_more_than_the_code() -> None:
    """The first close counts, with its reason."""
    task = asyncio.current_task()
    assert task is not None
    connection = Connection(ServerSend(), task)
    connection.close(CLOSE_CODES["try_again_later"], "stalled")
    connection.close(CLOSE_CODES["service_restart"])

    assert (connection.closing, connection.reason) == (CLOSE_CODES["try_again_later"], "stalled")


async def test_what_a_client_missed_is_counted_when_it_has_gone() -> None:
    """The connection's own count goes with it."""
    task = asyncio.current_task()
    assert task is not None
    desk, connection = create_edge().desk, Connection(ServerSend(), task, traffic=Traffic())
    desk.enter(connection)
    for _ in range(4):
        connection.push(Frame("update", "news", "{}", {"type": "websocket.send", "text": "{}"}, 2))
    assert connection.conflated == 2
    desk.leave(connection)

    assert desk.traffic.conflated == 2
