from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest

from contracts.sdk.python.runtime.errors import ConnectionEnded
from tests.contracts.sdk.python.runtime.gateway import Gateway, running, until
from tests.contracts.sdk.python.runtime.toy import AutoToy, Toy, options
from tests.live.deadline import within
from tests.live.stand import free_port

if TYPE_CHECKING:
    from websockets.asyncio.server import ServerConnection
    from websockets.http11 import Request, Response

    from contracts.sdk.python.runtime.status import Status


async def reopened(gateway: Gateway, client: Toy, times: int = 2) -> None:
    """Wait until the client is there again."""
    await gateway.visited(times)
    await until(lambda: client.state == "open")


async def test_a_restart_costs_no_subscription() -> None:
    """On the new connection everything is subscribed that was, and readers go on where they were."""
    async with running() as gateway, Toy(gateway.url, options=options()) as client:
        for topic in ("tick", "system"):
            await client.subscribe(topic)
        reader = client.updates()
        await gateway.stop()
        await gateway.start()
        await reopened(gateway, client)
        await gateway.publish("tick", 5)

        assert gateway.visit.subscriptions == {"tick", "system"}
        async with within():
            assert (await anext(reader)).data.n == 5


async def test_what_was_unsubscribed_stays_so() -> None:
    """A subscription that the user gave up does not come back."""
    async with running() as gateway, Toy(gateway.url, options=options()) as client:
        await client.subscribe("all")
        await client.unsubscribe("tick")
        await gateway.visit.socket.close(1012)
        await reopened(gateway, client)

        assert gateway.visit.subscriptions == {"tock"}


async def test_what_an_endpoint_subscribes_by_itself_is_given_up_again() -> None:
    """On an automatic endpoint the client unsubscribes again what the user had left, and yields none of it."""
    async with running(auto=True) as gateway, AutoToy(gateway.url, options=options()) as client:
        await client.unsubscribe("tick")
        reader = client.updates()
        gateway.answers = lambda _command: False
        await gateway.visit.socket.close(1012)
        await gateway.visited(2)
        await until(lambda: gateway.visit.commands)
        await gateway.publish("tick", 1)
        await gateway.publish("tock", 2)

        async with within():
            assert (await anext(reader)).data.n == 2
        assert client.state == "connecting"
        await gateway.answer(gateway.visit, gateway.visit.commands[0])
        await until(lambda: client.state == "open")
        assert gateway.visit.subscriptions == {"tock"}


async def test_a_command_waits_for_the_next_connection() -> None:
    """A command that is given while there is no connection is sent on the next one, behind the subscriptions."""
    async with running() as gateway, Toy(gateway.url, options=options()) as client:
        await client.subscribe("tick")
        await gateway.stop()
        await until(lambda: client.state == "waiting")
        asking = asyncio.create_task(client.ping())
        await gateway.start()
        async with within():
            await asking

        assert [command["action"] for command in gateway.visit.commands] == ["subscribe", "ping"]


async def test_a_command_whose_reply_was_lost_is_repeated() -> None:
    """A connection that ends between a command and its reply does not cost the command."""
    async with running() as gateway, Toy(gateway.url, options=options()) as client:
        gateway.answers = lambda _command: False
        asking = asyncio.create_task(client.subscribe("tick"))
        await until(lambda: gateway.visit.commands)
        gateway.answers = lambda _command: True
        await gateway.visit.socket.close(1012)
        async with within():
            await asking

        assert gateway.visit.subscriptions == {"tick"}
        assert len(gateway.visits) == 2


async def test_a_subscription_that_is_refused_later_disturbs_nobody() -> None:
    """A service that is gone after a restart is told as unavailable; the others are there."""
    async with running() as gateway, Toy(gateway.url, options=options()) as client:
        await client.subscribe("tick")
        await client.subscribe("system")
        gateway.answers = lambda command: command.get("service") != "tick"
        await gateway.visit.socket.close(1012)
        await gateway.visited(2)
        await until(lambda: len(gateway.visit.commands) == 2)
        refused = gateway.visit.commands[0]
        await gateway.visit.send("system", "error", code="invalid_service", request_id=refused["request_id"])
        await until(lambda: client.state == "open")

        assert client.status.unavailable == {"tick"}
        assert gateway.visit.subscriptions == {"system"}
        assert client.subscriptions == {"tick", "system"}


async def test_a_code_that_forbids_it_is_final() -> None:
    """After 1008 the client does not come back; everybody who waits is told why."""
    async with running() as gateway, Toy(gateway.url, options=options()) as client:
        await client.subscribe("tick")
        reader = client.updates()
        asking = asyncio.create_task(anext(reader))
        await asyncio.sleep(0)
        await gateway.visit.socket.close(1008, "too many mistakes")

        async with within():
            with pytest.raises(ConnectionEnded, match="1008: too many mistakes") as caught:
                await asking
        assert caught.value.code == 1008
        with pytest.raises(ConnectionEnded):
            await client.ping()
        with pytest.raises(ConnectionEnded):
            await anext(client.updates())
        assert (client.state, client.status.reason) == ("closed", "the gateway closed with 1008: too many mistakes")
        assert len(gateway.visits) == 1


@pytest.mark.parametrize("code", [1000, 1001, 1011, 1012, 1013, 4321])
async def test_other_codes_are_not(code: int) -> None:
    """After a code that allows it, or one that the contract does not know, the client comes back."""
    async with running() as gateway, Toy(gateway.url, options=options()) as client:
        await gateway.visit.socket.close(code)

        await reopened(gateway, client)


async def test_a_broken_connection_is_made_again() -> None:
    """A connection that ends without a word is no goodbye."""
    async with running() as gateway, Toy(gateway.url, options=options()) as client:
        gateway.visit.socket.transport.abort()

        await reopened(gateway, client)


async def test_the_first_connection_is_waited_for() -> None:
    """A client may be started before its gateway."""
    gateway = Gateway()
    gateway.port = free_port()
    client = Toy(gateway.url, options=options())
    entering = asyncio.create_task(client.__aenter__())
    await until(lambda: client.status.reason)
    await gateway.start()
    async with within():
        await entering

    assert client.state == "open"
    await client.close()
    await gateway.stop()


async def test_nobody_listens() -> None:
    """Entering gives up after `connect_timeout_s`, and says what was tried last."""
    client = Toy(f"ws://127.0.0.1:{free_port()}", options=options(connect_timeout_s=0.1))

    with pytest.raises(ConnectionEnded, match=r"within 0\.1 s: .*[Cc]onnect") as caught:
        await client.__aenter__()
    assert caught.value.code is None
    assert client.state == "closed"


@pytest.mark.parametrize("status", [HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND])
async def test_a_refusal_at_first_is_final(status: HTTPStatus) -> None:
    """An address or a token that is wrong is told at once."""
    async with running() as gateway:
        gateway.refusal = lambda connection, _request: connection.respond(status, "no")

        with pytest.raises(ConnectionEnded, match=f"HTTP {status}") as caught:
            await Toy(gateway.url, options=options()).__aenter__()
        assert caught.value.status == status


async def test_what_passes_is_tried_again() -> None:
    """A gateway that is full or that starts refuses for a while only."""
    statuses = iter([HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.BAD_GATEWAY])
    async with running() as gateway:
        gateway.refusal = lambda connection, _request: (
            connection.respond(status, "later") if (status := next(statuses, None)) else None
        )

        async with within(), Toy(gateway.url, options=options()) as client:
            assert client.state == "open"


async def test_an_address_that_worked_is_tried_again() -> None:
    """A gateway that is exchanged may not be found for a while; a token that is refused stays so."""
    statuses = [HTTPStatus.NOT_FOUND]
    async with running() as gateway, Toy(gateway.url, options=options()) as client:
        gateway.refusal = lambda connection, _request: connection.respond(statuses.pop(), "") if statuses else None
        await gateway.visit.socket.close(1012)
        await reopened(gateway, client)
        statuses.append(HTTPStatus.UNAUTHORIZED)
        await gateway.visit.socket.close(1012)

        async with within():
            with pytest.raises(ConnectionEnded, match="HTTP 401"):
                await anext(client.updates())


async def test_a_token_that_has_expired_is_asked_for_again() -> None:
    """After 4401 a function gives the token of the next connection."""
    tokens = iter(["old", "new"])
    async with running() as gateway, Toy(gateway.url, token=lambda: next(tokens), options=options()) as client:
        await gateway.visit.socket.close(4401)
        await reopened(gateway, client)

        requests = [visit.socket.request for visit in gateway.visits]
        assert [request and request.headers["Authorization"] for request in requests] == ["Bearer old", "Bearer new"]


async def test_a_token_that_cannot_be_renewed_is_refused_once() -> None:
    """After 4401 a text is tried once more, and the refusal is final."""
    refused: list[str] = []

    def refuse(connection: ServerConnection, request: Request) -> Response:
        refused.append(request.headers["Authorization"])
        return connection.respond(HTTPStatus.UNAUTHORIZED, "expired")

    async with running() as gateway, Toy(gateway.url, token="old", options=options()) as client:
        gateway.refusal = refuse
        await gateway.visit.socket.close(4401)

        async with within():
            with pytest.raises(ConnectionEnded, match="HTTP 401"):
                await anext(client.updates())
        assert refused == ["Bearer old"]


async def test_a_gateway_is_left_alone_as_long_as_it_asks() -> None:
    """`Retry-After` comes on top of the random wait."""

    def refuse(connection: ServerConnection, _request: Request) -> Response:
        response = connection.respond(HTTPStatus.SERVICE_UNAVAILABLE, "")
        response.headers["Retry-After"] = "7"
        return response

    async with running() as gateway:
        gateway.refusal = refuse
        client = Toy(gateway.url, options=options())
        entering = asyncio.create_task(client.__aenter__())
        await until(lambda: client.state == "waiting")
        entering.cancel()
        wait_s = client.status.retry_in_s
        await asyncio.wait([entering])

    assert wait_s is not None
    assert 7.0 <= wait_s < 7.1


async def test_every_state_is_told() -> None:
    """`on_status` hears of each change, with its reason."""
    told: list[Status] = []
    async with running() as gateway, Toy(gateway.url, on_status=told.append, options=options()) as client:
        await gateway.visit.socket.close(1012, "restart")
        await reopened(gateway, client)

    assert [(status.state, status.reason) for status in told] == [
        ("open", None),
        ("waiting", "the gateway closed with 1012: restart"),
        ("connecting", "the gateway closed with 1012: restart"),
        ("open", None),
        ("closed", None),
    ]
    assert [status.retry_in_s is not None for status in told] == [False, True, False, False, False]


async def test_a_gateway_that_does_not_greet_is_left() -> None:
    """A connection without a greeting is none."""
    async with running() as gateway:
        gateway.greets = False
        client = Toy(gateway.url, options=options(open_timeout_s=0.05))
        entering = asyncio.create_task(client.__aenter__())
        await until(lambda: client.status.reason == "no greeting within 0.05 s")
        gateway.greets = True
        async with within():
            await entering
        await client.close()


async def test_a_gateway_that_does_not_confirm_is_left() -> None:
    """A connection that lacks a subscription is none."""
    async with running() as gateway, Toy(gateway.url, options=options(open_timeout_s=0.05)) as client:
        await client.subscribe("tick")
        gateway.answers = lambda _command: False
        await gateway.visit.socket.close(1012)
        await until(lambda: client.status.reason == "no subscriptions within 0.05 s")
        gateway.answers = lambda _command: True
        await reopened(gateway, client, 3)

        assert gateway.visit.subscriptions == {"tick"}


async def test_attempts_in_a_row_become_rarer() -> None:
    """The wait grows with each failure up to the cap, and always has chance in it."""
    waits: list[float] = []

    def note(status: Status) -> None:
        if status.retry_in_s is not None:
            waits.append(status.retry_in_s)

    client = Toy(
        f"ws://127.0.0.1:{free_port()}",
        on_status=note,
        options=options(backoff_base_s=0.002, backoff_cap_s=0.064, connect_timeout_s=None),
    )
    entering = asyncio.create_task(client.__aenter__())
    await until(lambda: len(waits) >= 25)
    entering.cancel()
    await asyncio.wait([entering])

    assert waits[0] < 0.002
    assert max(waits[:4]) < 0.016
    assert 0.016 < max(waits) < 0.064
    assert len({*waits}) == len(waits)


async def test_a_connection_that_lasted_begins_a_new_row() -> None:
    """Once a connection was longer than the longest wait, its end is like the first one."""
    async with running() as gateway:
        states: list[Status] = []
        quick = options(backoff_base_s=0.001, backoff_cap_s=0.2)
        async with Toy(gateway.url, on_status=states.append, options=quick) as client:
            for times in range(2, 9):
                await gateway.visit.socket.close(1012)
                await reopened(gateway, client, times)
            await asyncio.sleep(0.25)
            await gateway.visit.socket.close(1012)
            await reopened(gateway, client, 9)

    waits = [status.retry_in_s for status in states if status.retry_in_s is not None]
    assert waits[-1] < 0.001
    assert len(waits) == 8
