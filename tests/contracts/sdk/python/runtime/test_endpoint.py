from __future__ import annotations

import asyncio
import logging
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest

from contracts.sdk.python.runtime.errors import CommandError, CommandTimeout, ConnectionEnded, UnexpectedReply
from tests.contracts.sdk.python.runtime.gateway import running, until
from tests.contracts.sdk.python.runtime.toy import PATH, AutoToy, Tick, Tock, Toy, options
from tests.live.deadline import within

if TYPE_CHECKING:
    from contracts.sdk.python.runtime.status import Status


async def test_a_command_is_answered_by_its_reply() -> None:
    """Each command returns the event that the contract names, whatever else comes meanwhile."""
    async with running() as gateway, Toy(gateway.url, options=options()) as client:
        confirmed = await client.subscribe("tick")
        await gateway.publish("tick", 1)
        pong = await client.ping({"cookie": "chocolate"})

        assert confirmed.data.subscriptions == ["tick"]
        assert pong.data.model_extra is not None
        assert pong.data.model_extra["cookie"] == "chocolate"
        assert client.subscriptions == {"tick"}


async def test_fields_that_are_none_are_not_sent() -> None:
    """An optional field that is left out is absent on the wire, not null."""
    async with running() as gateway, Toy(gateway.url, options=options()) as client:
        await client.ping()

        assert gateway.visit.commands[0].keys() == {"action", "request_id"}


async def test_replies_may_come_in_any_order() -> None:
    """A reply goes to the command whose `request_id` it carries."""
    async with running() as gateway, Toy(gateway.url, options=options()) as client:
        gateway.answers = lambda _command: False
        asking = [asyncio.create_task(client.ping({"n": n})) for n in range(3)]
        await until(lambda: len(gateway.visit.commands) == 3)
        for command in reversed(gateway.visit.commands):
            await gateway.visit.send("system", "pong", **command["data"], request_id=command["request_id"])

        async with within():
            pongs = await asyncio.gather(*asking)
        assert [pong.data.model_extra["n"] for pong in pongs if pong.data.model_extra] == [0, 1, 2]


async def test_an_error_is_raised_with_its_fields_and_the_connection_goes_on() -> None:
    """A refused command raises CommandError and changes nothing."""
    async with running() as gateway, Toy(gateway.url, options=options()) as client:
        with pytest.raises(CommandError, match=r"did you mean tick\?") as caught:
            await client.subscribe("tik")
        await client.ping()

        assert (caught.value.code, caught.value.hint) == ("invalid_service", "tick")
        assert client.subscriptions == frozenset()
        assert len(gateway.visits) == 1


async def test_an_error_without_an_id_answers_the_oldest_command() -> None:
    """A gateway that could not read a command cannot say which it was; replies come in order."""
    async with running() as gateway, Toy(gateway.url, options=options()) as client:
        gateway.answers = lambda _command: False
        asking = asyncio.create_task(client.ping())
        await until(lambda: gateway.visit.commands)
        await gateway.visit.send("system", "error", code="source_unavailable", service="tick", message="")
        await gateway.visit.send("system", "error", code="invalid_json", message="")

        with pytest.raises(CommandError) as caught:
            await asking
        assert caught.value.code == "invalid_json"


async def test_a_reply_that_the_contract_does_not_name_is_an_error() -> None:
    """What a caller gets back is of the promised class, or an exception."""
    async with running() as gateway, Toy(gateway.url, options=options()) as client:
        gateway.answers = lambda _command: False
        asking = asyncio.create_task(client.subscribe("tick"))
        await until(lambda: gateway.visit.commands)
        await gateway.visit.send("system", "pong", request_id=gateway.visit.commands[0]["request_id"])

        with pytest.raises(UnexpectedReply, match="`subscribe`: `pong`"):
            await asking


async def test_a_command_without_a_reply_times_out() -> None:
    """Nobody waits for ever, and a late reply disturbs nobody."""
    async with running() as gateway, Toy(gateway.url, options=options(command_timeout_s=0.05)) as client:
        gateway.answers = lambda _command: False
        with pytest.raises(CommandTimeout, match=r"`ping` within 0\.05 s"):
            await client.ping()
        await gateway.visit.send("system", "pong", request_id=gateway.visit.commands[0]["request_id"])
        gateway.answers = lambda _command: True

        await client.ping()


async def test_a_late_confirmation_counts() -> None:
    """What the gateway confirmed is subscribed, even when the caller had stopped waiting."""
    async with running() as gateway, Toy(gateway.url, options=options(command_timeout_s=0.05)) as client:
        gateway.answers = lambda _command: False
        with pytest.raises(CommandTimeout):
            await client.subscribe("tick")
        await gateway.answer(gateway.visit, gateway.visit.commands[0])

        await until(lambda: client.subscriptions == {"tick"})


@pytest.mark.parametrize("data", [{"text": "x" * 2000}, {"number": float("nan")}, {"half": "\ud800"}])
async def test_what_the_gateway_cannot_take_is_not_sent(data: object) -> None:
    """A command that would cost the connection, or that is no JSON, is the caller's mistake."""
    async with running() as gateway, Toy(gateway.url, options=options()) as client:
        with pytest.raises(ValueError):  # noqa: PT011  three different texts
            await client.ping(data)

        assert gateway.visit.commands == []


async def test_updates_are_read_by_class() -> None:
    """`updates()` brings all, `updates(topic)` one; each reader gets its own."""
    async with running() as gateway, Toy(gateway.url, options=options()) as client:
        await client.subscribe("all")
        everything, tocks = client.updates(), client.updates("tock")
        await gateway.publish("tick", 1)
        await gateway.publish("tock", 2)

        async with within():
            first, second, third = await anext(everything), await anext(everything), await anext(tocks)
        assert isinstance(first, Tick)
        assert isinstance(second, Tock)
        assert third == second


async def test_a_reader_that_comes_late_begins_with_the_newest() -> None:
    """What came right after `subscribe` is not lost on who asks for updates a moment later."""
    async with running() as gateway, Toy(gateway.url, options=options()) as client:
        await client.subscribe("tick")
        for n in (1, 2):
            await gateway.publish("tick", n)
        await client.ping()

        assert (await anext(client.updates())).data.n == 2


async def test_a_reader_that_keeps_up_misses_nothing() -> None:
    """Updates that come in one piece are all read by a reader that waits for them."""
    async with running() as gateway, Toy(gateway.url, options=options()) as client:
        await client.subscribe("tick")
        reader = client.updates()

        async def read() -> list[int]:
            return [(await anext(reader)).data.n for _ in range(50)]

        reading = asyncio.create_task(read())
        await asyncio.sleep(0)
        for n in range(50):
            await gateway.publish("tick", n)

        async with within():
            assert await reading == list(range(50))


async def test_nothing_follows_an_unsubscription() -> None:
    """What was unread when `unsubscribe` was confirmed is dropped, for readers that come later too."""
    async with running() as gateway, Toy(gateway.url, options=options()) as client:
        await client.subscribe("all")
        reader = client.updates()
        await gateway.publish("tick", 1)
        await gateway.publish("tock", 2)
        await client.unsubscribe("tick")

        assert [(await anext(reader)).data.n, (await anext(client.updates())).data.n] == [2, 2]


async def test_what_the_client_does_not_know_is_left_out_and_counted(caplog: pytest.LogCaptureFixture) -> None:
    """Unknown events, broken ones and no events at all disturb nothing; each kind is logged once."""
    async with running() as gateway, Toy(gateway.url, options=options()) as client:
        with caplog.at_level(logging.WARNING):
            await client.subscribe("tick")
            reader = client.updates()
            for _ in range(2):
                await gateway.visit.send("weather", "update", n=1)
                await gateway.visit.send("system", "fanfare")
                await gateway.visit.send("tick", "update", n="many")
                await gateway.visit.socket.send("not JSON")
                await gateway.visit.socket.send(b"\xff")
                await gateway.visit.socket.send("[]")
            await gateway.publish("tick", 7, colour="red")

            async with within():
                update = await anext(reader)
        assert (update.data.n, update.data.model_extra) == (7, {"colour": "red"})
        assert client.skipped == {"weather update": 2, "system fanfare": 2, "tick update": 2, "not an event": 6}
        assert len(caplog.records) == 4


async def test_the_greeting_is_kept() -> None:
    """What came once on the connection can be looked up later."""
    async with running() as gateway:
        client = Toy(gateway.url, options=options())
        assert client.connection_established is None

        async with client:
            assert client.connection_established is not None


async def test_a_token_is_sent_with_each_handshake() -> None:
    """The token goes along in the header; a function is asked anew for each connection."""
    seen = []
    tokens = iter(["one", "two"])
    async with running() as gateway:
        gateway.refusal = lambda _connection, request: seen.append(request.headers.get("Authorization"))
        async with Toy(gateway.url, options=options()):
            pass
        async with Toy(gateway.url, token="fixed", options=options()):
            pass
        async with Toy(gateway.url, token=lambda: next(tokens), options=options()):
            await gateway.visit.socket.close(1012)
            await gateway.visited(4)

    assert seen == [None, "Bearer fixed", "Bearer one", "Bearer two"]


async def test_no_secret_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    """A token in the address, or beside it, stands in no log and in no error."""
    async with running() as gateway:
        secret = gateway.url.replace("//", "//me:hush@") + "?token=hush"
        with caplog.at_level(logging.INFO):
            async with Toy(secret, token="hush", options=options()) as client:
                await gateway.visit.socket.close(1012)
                await gateway.visited(2)
                await until(lambda: client.state == "open")
                await gateway.visit.socket.close(1008)
                await until(lambda: client.state == "closed")

    texts = [record.getMessage() for record in caplog.records if record.name.startswith("contracts.sdk")]
    assert [text.partition(";")[0] for text in texts] == [
        f"{gateway.url}{PATH}: the gateway closed with {code}" for code in (1012, 1008)
    ]


async def test_leaving_ends_readers_and_commands() -> None:
    """A closed client keeps nobody waiting: readers end when all is read, commands raise."""
    async with running() as gateway, Toy(gateway.url, options=options()) as client:
        await client.subscribe("tick")
        reader, waiting = client.updates(), client.updates("tock")
        gateway.answers = lambda _command: False
        asking = asyncio.create_task(client.ping())
        drying = asyncio.create_task(anext(waiting, None))
        await until(lambda: len(gateway.visit.commands) == 2)
        await gateway.publish("tick", 1)
        await until(lambda: reader._waiting)
        await client.close()

        async with within():
            assert [update.data.n async for update in reader] == [1]
            assert await drying is None
            assert [update async for update in client.updates("tock")] == []
        with pytest.raises(ConnectionEnded, match="the client is closed"):
            await asking
        with pytest.raises(ConnectionEnded, match="the client is closed"):
            await client.ping()
        assert (client.state, client.status.reason) == ("closed", None)


async def test_leaving_says_goodbye_and_leaves_no_task() -> None:
    """The gateway sees a normal closure, and nothing of the client goes on."""
    before = asyncio.all_tasks()
    async with running() as gateway:
        serving = asyncio.all_tasks()
        async with Toy(gateway.url, options=options()) as client:
            await client.subscribe("tick")
        async with within():
            await gateway.visit.socket.wait_closed()
        assert gateway.visit.socket.close_code == 1000
        assert asyncio.all_tasks() <= serving
    assert asyncio.all_tasks() == before


@pytest.mark.parametrize("phase", ["connecting", "greeting", "commanding", "reading", "waiting"])
async def test_a_cancelled_client_leaves_no_task(phase: str) -> None:
    """Cancellation ends everything at once, whatever the client is at."""
    before = asyncio.all_tasks()
    async with running() as gateway:
        gateway.greets = phase != "greeting"
        serving = asyncio.all_tasks()
        states: list[Status] = []
        if phase == "connecting":
            gateway.refusal = lambda connection, _request: connection.respond(HTTPStatus.SERVICE_UNAVAILABLE, "")
        changes = {"backoff_base_s": 60.0, "backoff_cap_s": 60.0} if phase == "connecting" else {}

        async def use() -> None:
            async with Toy(gateway.url, on_status=states.append, options=options(**changes)) as client:
                if phase == "commanding":
                    gateway.answers = lambda _command: False
                    await client.ping()
                if phase == "waiting":
                    await gateway.stop()
                await anext(client.updates())

        using = asyncio.create_task(use())
        reached = {
            "connecting": lambda: states and states[-1].state == "waiting",
            "greeting": lambda: gateway.visits,
            "commanding": lambda: gateway.visits and gateway.visit.commands,
            "reading": lambda: states and states[-1].state == "open",
            "waiting": lambda: states and states[-1].state == "waiting",
        }
        await until(reached[phase])
        using.cancel()
        async with within():
            await asyncio.wait([using])
        assert using.cancelled()
        await until(lambda: asyncio.all_tasks() <= serving)
    assert asyncio.all_tasks() == before


async def test_a_client_is_entered_once_and_used_inside() -> None:
    """Misuse is told at once."""
    async with running() as gateway:
        client = Toy(gateway.url, options=options())
        with pytest.raises(RuntimeError, match="enter the client"):
            await client.ping()
        await client.close()
        async with client:
            with pytest.raises(RuntimeError, match="once"):
                await client.__aenter__()


async def test_a_listener_that_fails_costs_nothing(caplog: pytest.LogCaptureFixture) -> None:
    """`on_status` is the user's code: its exception is logged and the client goes on."""

    def fail(_status: Status) -> None:
        raise LookupError

    async with running() as gateway, Toy(gateway.url, on_status=fail, options=options()) as client:
        await client.ping()

    assert {record.message for record in caplog.records} == {"on_status failed"}


async def test_an_endpoint_that_subscribes_by_itself_is_known_to() -> None:
    """On an automatic endpoint everything is wanted from the beginning, and nothing is sent for it."""
    async with running(auto=True) as gateway, AutoToy(gateway.url, options=options()) as client:
        await gateway.publish("tick", 1)

        assert client.url == gateway.url + PATH
        assert client.subscriptions == {"tick", "tock"}
        assert (await anext(client.updates())).data.n == 1
        assert gateway.visit.commands == []
