from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from contracts.document import load

if TYPE_CHECKING:
    from contracts.document import Document
    from tests.live.client import Client, Event
    from tests.live.stand import Stand

PATHS = tuple(load().endpoints)


def service_of(event: Event) -> str:
    """Name the service that a frame is about: its own, or the one whose data is missing."""
    return str(event["data"].get("service", event["service"]))


async def heard_services(client: Client, count: int) -> set[str]:
    """Read until frames about so many services have come."""
    heard: set[str] = set()
    while len(heard) < count:
        heard.add(service_of(await client.receive()))
    return heard


def test_the_contract_has_sixteen_addresses() -> None:
    """The seed's fifteen addresses and one alias are all there."""
    assert len(PATHS) == 16


@pytest.mark.parametrize("path", PATHS)
async def test_an_address_greets_with_what_it_carries(gateway: Stand, document: Document, path: str) -> None:
    """The first frame names the client, the address, its subscriptions and its services."""
    endpoint = document.endpoints[path]
    async with gateway.client(path) as client:
        data = client.established["data"]

        assert re.fullmatch(r"client_\d+_\d+", data["client_id"])
        assert data["endpoint"] == path
        assert data["available_services"] == list(endpoint.scope)
        assert data["subscriptions"] == (list(endpoint.scope) if endpoint.auto else [])
        assert data["mode"] == "demo"


@pytest.mark.parametrize("path", [path for path in PATHS if not load().endpoints[path].auto])
async def test_a_manual_address_sends_nothing_unasked_but_its_welcome(gateway: Stand, path: str) -> None:
    """Where clients subscribe themselves, the greeting is followed by `welcome` on /ws and /ws/master only."""
    async with gateway.client(path) as client:
        await client.send({"action": "ping"})
        kinds = [(await client.receive())["type"]]
        while kinds[-1] != "pong":
            kinds.append((await client.receive())["type"])

        assert kinds == (["welcome", "pong"] if path in {"/ws", "/ws/master"} else ["pong"])


@pytest.mark.parametrize("path", [path for path in PATHS if load().endpoints[path].auto])
async def test_an_automatic_address_sends_the_newest_of_each_service(
    gateway: Stand, document: Document, path: str
) -> None:
    """Where connecting subscribes, each service is heard of at once, by its newest update or by why it has none."""
    scope = document.endpoints[path].scope
    async with gateway.client(path) as client:
        assert await heard_services(client, len(scope)) == set(scope)


async def test_the_master_welcome_holds_the_whole_catalogue(gateway: Stand, document: Document) -> None:
    """`welcome` on /ws/master lists every service by category, and an example of every command that works."""
    async with gateway.client("/ws/master") as client:
        data = (await client.receive())["data"]

        listed = [name for names in data["available_services"].values() for name in names]
        assert listed == list(document.services)
        assert set(data["usage"]) == set(document.actions)


async def test_the_alias_carries_what_its_original_carries(gateway: Stand) -> None:
    """/ws/ai is /ws/huggingface by another name."""
    async with gateway.client("/ws/ai") as alias, gateway.client("/ws/huggingface") as original:
        known = ("subscriptions", "available_services")

        assert [alias.established["data"][key] for key in known] == [["huggingface"]] * 2
        assert [original.established["data"][key] for key in known] == [["huggingface"]] * 2


async def test_an_address_may_end_in_a_slash(gateway: Stand) -> None:
    """A trailing slash makes no difference."""
    async with gateway.client("/ws/market_data/") as client:
        assert client.established["data"]["endpoint"] == "/ws/market_data"


async def test_every_client_has_a_name_of_its_own(gateway: Stand) -> None:
    """Two connections never share a `client_id`."""
    async with gateway.client() as one, gateway.client() as other:
        assert one.established["data"]["client_id"] != other.established["data"]["client_id"]


async def test_updates_come_from_the_simulator_and_say_so(gateway: Stand) -> None:
    """In a demonstration every source begins with `sim:`, and updates follow one another with newer timestamps."""
    async with gateway.client() as client:
        first, second = await client.update(), await client.update()

        assert first["data"]["source"] == second["data"]["source"] == "sim:binance"
        assert first["timestamp"] < second["timestamp"]
        assert len(second["data"]["prices"]) == 20
