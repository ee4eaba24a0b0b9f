from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from tests.contracts.sdk.python.runtime.gateway import Gateway, running, until
from tests.contracts.sdk.python.runtime.toy import Toy, options

if TYPE_CHECKING:
    from contracts.sdk.python.runtime.status import Status

ATTENTIVE = options(patience=3.0, probe_timeout_s=0.5, close_timeout_s=0.1, ping_interval_s=None)
"""Of the toy's services `tick` is missed after 0.3 s, and `tock` after 1.2 s."""


async def publish_for_ever(gateway: Gateway, service: str) -> None:
    while True:
        await gateway.publish(service)
        await asyncio.sleep(0.05)


async def ended(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.wait([task])


async def test_a_gateway_that_falls_silent_is_left_for_a_new_connection() -> None:
    """A gateway that keeps the connection and says nothing is noticed, and the subscriptions come back."""
    async with running() as gateway, Toy(gateway.url, options=ATTENTIVE) as client:
        await client.subscribe("tick")
        await client.subscribe("tock")
        mute = gateway.visit
        gateway.answers = lambda _command: gateway.visit is not mute
        await gateway.visited(2)
        await until(lambda: client.state == "open")

        assert [command["action"] for command in mute.commands] == ["subscribe", "subscribe", "ping"]
        assert gateway.visit.subscriptions == {"tick", "tock"}


async def test_a_gateway_that_answers_and_publishes_nothing_is_left_too() -> None:
    """When every subscribed service is silent, that the gateway answers pings does not save it."""
    told: list[Status] = []
    async with running() as gateway, Toy(gateway.url, on_status=told.append, options=ATTENTIVE) as client:
        await client.subscribe("tick")
        await gateway.visited(2)
        await until(lambda: client.state == "open")

        assert "the gateway answers, but sends no updates" in {status.reason for status in told}


async def test_a_silent_service_is_stale_while_another_goes_on() -> None:
    """One service that is silent is named; a connection that brings others stays, and nobody is asked anything."""
    patient = replace(ATTENTIVE, patience=10.0)
    async with running() as gateway, Toy(gateway.url, options=patient) as client:
        await client.subscribe("tick")
        await client.subscribe("tock")
        publishing = asyncio.create_task(publish_for_ever(gateway, "tock"))
        await until(lambda: client.stale == {"tick"})
        await asyncio.sleep(0.5)

        assert client.stale == {"tick"}
        assert (client.state, len(gateway.visits)) == ("open", 1)
        assert "ping" not in [command["action"] for command in gateway.visit.commands]
        await gateway.publish("tick")
        await until(lambda: client.stale == frozenset())
        await ended(publishing)


async def test_an_answer_keeps_a_connection_whose_quick_service_is_silent() -> None:
    """Silence shorter than the slowest service's is no proof: the gateway is asked, and answers."""
    async with running() as gateway, Toy(gateway.url, options=ATTENTIVE) as client:
        await client.subscribe("tick")
        await client.subscribe("tock")
        await until(lambda: [command["action"] for command in gateway.visit.commands].count("ping") >= 2)

        assert len(gateway.visits) == 1
        assert client.stale == {"tick"}


async def test_services_without_data_are_excused() -> None:
    """A gateway that said that it has no data is not silent; the service is told as unavailable until it comes."""
    async with running() as gateway, Toy(gateway.url, options=ATTENTIVE) as client:
        await client.subscribe("tick")
        await gateway.visit.send("system", "error", code="source_unavailable", service="tick", message="")
        await until(lambda: client.status.unavailable == {"tick"})
        await until(lambda: [command["action"] for command in gateway.visit.commands].count("ping") >= 3)

        assert len(gateway.visits) == 1
        await gateway.publish("tick")
        await until(lambda: client.status.unavailable == frozenset())


async def test_without_a_connection_services_become_stale() -> None:
    """`stale` is about what the user gets, whoever is to blame; with the first update it is over."""
    async with running() as gateway, Toy(gateway.url, options=ATTENTIVE) as client:
        await client.subscribe("tick")
        await gateway.publish("tick")
        await gateway.stop()
        await until(lambda: client.stale == {"tick"})
        assert client.state != "open"
        await gateway.start()
        await gateway.visited(2)
        await until(lambda: client.state == "open")
        publishing = asyncio.create_task(publish_for_ever(gateway, "tick"))

        await until(lambda: client.stale == frozenset())
        await ended(publishing)


async def test_what_is_not_subscribed_is_not_missed() -> None:
    """A client without subscriptions asks for nothing, however long nothing comes."""
    async with running() as gateway, Toy(gateway.url, options=ATTENTIVE) as client:
        await client.subscribe("tick")
        await client.unsubscribe("tick")
        await asyncio.sleep(1.0)

        assert (client.stale, len(gateway.visits)) == (frozenset(), 1)
        assert [command["action"] for command in gateway.visit.commands] == ["subscribe", "unsubscribe"]


async def test_the_protocol_s_own_pings_find_a_dead_peer() -> None:
    """Without subscriptions a peer that is gone is noticed by the WebSocket's pings."""
    async with running() as gateway, Toy(gateway.url, options=options(ping_interval_s=0.1)) as client:
        dead = gateway.visit.socket.transport
        dead.pause_reading()
        await gateway.visited(2)
        await until(lambda: client.state == "open")
        dead.abort()
