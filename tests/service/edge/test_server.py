from __future__ import annotations

import asyncio
import json
import socket
from typing import TYPE_CHECKING

import granian
import pytest

from contracts.generated.catalog import CLOSE_CODES, ENDPOINTS
from service.edge.connection import Connection
from service.edge.drain import drain
from service.edge.routes import create_litestar
from service.edge.server import embedded, serve
from service.errors import ConfigurationError, GatewayError
from service.handlers.commands import answer
from service.handlers.greetings import greet
from tests.fakes.server_send import ServerSend
from tests.service.edge.edge import create_edge

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager

    from litestar import Litestar

    from service.edge.desk import Desk


class Client:
    """A client whose reader waits for ever and leaves the desk when it is stopped."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.send = ServerSend()
        self.reader = asyncio.create_task(self._read())
        self.connection = Connection(self.send, self.reader)
        self.connection.open()
        outcome = greet(ENDPOINTS["/ws"], "demo", desk.clock.now())
        desk.enter(self.connection)
        desk.hub.join(outcome, self.connection)
        self.client_id = outcome.session.client_id

    async def _read(self) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            self.desk.leave(self.connection)

    async def subscribe_system(self) -> None:
        """Ask for notices, and let everything be sent."""
        text = '{"action": "subscribe", "service": "system"}'
        session = self.desk.hub.session(self.client_id)
        self.desk.hub.apply(answer(text, session, self.desk.hub, self.desk.clock.now()))
        await self.send.complete(3)


def test_a_granian_that_nobody_has_measured_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a send and a close do differs between versions; the pin of the package can be overridden, this cannot."""
    monkeypatch.setattr(granian, "__version__", "2.9.0")
    with pytest.raises(ConfigurationError, match=r"^granian: version 2\.9\.0 is installed; install 2\.8\.7$"):
        embedded(None, "127.0.0.1", 1)


async def test_a_drain_tells_those_who_asked_and_closes_everybody() -> None:
    """Listeners of `system` get the notice; every reader is stopped, to close with 1012; then the drain is over."""
    desk = create_edge().desk
    clients = [Client(desk) for _ in range(5)]
    await clients[0].subscribe_system()
    await drain(desk, 0)

    notice = json.loads(clients[0].send.texts[-1])
    assert (notice["type"], notice["data"]["notice"]) == ("update", "shutdown")
    assert [client.connection.closing for client in clients] == [CLOSE_CODES["service_restart"]] * 5
    assert all("shutdown" not in text for client in clients[1:] for text in client.send.texts)


async def test_whoever_asks_during_the_drain_hears_that_it_has_begun() -> None:
    """The gateway is not ready from the first moment of the drain, before anybody is closed."""
    desk = create_edge().desk
    desk.has_data.set()
    client = Client(desk)
    draining = asyncio.create_task(drain(desk, 0))
    ready_before = desk.ready
    await draining

    assert (ready_before, desk.ready, client.reader.cancelled()) == (True, False, True)


async def test_a_drain_without_clients_is_over_at_once() -> None:
    """Nobody has to be waited for, however long a drain may take."""
    await drain(create_edge().desk, 600)


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def test_serving_ends_when_the_gateway_is_to_end(free_port: int) -> None:
    """`serve` returns once `ending` is set and nobody is left."""
    edge = create_edge()
    edge.desk.ending.set()

    async with asyncio.timeout(30):
        await serve(edge, "127.0.0.1", free_port, drain_s=0)


async def test_a_breakdown_is_raised_after_the_drain(free_port: int) -> None:
    """What broke the publishing half reaches whoever serves, as the cause of a GatewayError."""
    edge = create_edge()
    edge.desk.failure = failure = RuntimeError("a loop ended")
    edge.desk.ending.set()

    with pytest.raises(GatewayError) as caught:
        async with asyncio.timeout(30):
            await serve(edge, "127.0.0.1", free_port, drain_s=0)

    assert caught.value.__cause__ is failure


async def test_an_application_that_cannot_start_is_an_error(free_port: int) -> None:
    """When the lifespan fails, `serve` does not wait for signals that nobody sends."""
    edge = create_edge()

    def failing(_: Litestar) -> AbstractAsyncContextManager[None]:
        raise RuntimeError("no")

    edge.litestar = create_litestar(edge.desk, failing)

    with pytest.raises(GatewayError):
        async with asyncio.timeout(30):
            await serve(edge, "127.0.0.1", free_port, drain_s=0)


async def test_a_taken_port_is_found_before_the_server_starts() -> None:
    """`serve` raises ConfigurationError for an address that it cannot have."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(ConfigurationError):
            await serve(create_edge(), "127.0.0.1", other.getsockname()[1], drain_s=0)
