from __future__ import annotations

from typing import TYPE_CHECKING, Any

import jsonschema_rs
import pytest
import yaml

from contracts.document import locate
from tests.live.ask import ask

if TYPE_CHECKING:
    from contracts.document import Document
    from tests.live.canary import Canary
    from tests.live.stand import Stand

RESOURCES = ("/ws/stats", "/ws/services", "/ws/endpoints", "/health/live", "/health/ready")


def documented(gateway: Stand, path: str) -> jsonschema_rs.Validator:
    """Make the validator of what the gateway's own OpenAPI promises of a GET."""
    openapi: dict[str, Any] = gateway.get("/schema").json
    promised = openapi["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    return jsonschema_rs.Draft202012Validator({**promised, "components": openapi["components"]})


@pytest.mark.parametrize("path", RESOURCES)
def test_a_resource_is_what_the_openapi_document_promises(gateway: Stand, path: str) -> None:
    """Every JSON resource is documented under /schema, and its answer fits."""
    reply = gateway.get(path)

    assert reply.status == 200
    assert reply.headers["content-type"] == "application/json"
    assert list(documented(gateway, path).iter_errors(reply.json)) == []


async def test_the_statistics_know_every_client(gateway: Stand) -> None:
    """/ws/stats lists who is connected, since when, where, and counts the listeners of each service."""
    async with gateway.client("/ws/data") as client, gateway.client("/ws/data") as other:
        before = gateway.get("/ws/stats").json["data"]["subscription_counts"]
        await client.do("subscribe", service="news")
        await other.do("subscribe", service="all")
        await other.do("subscribe", service="system")
        data = gateway.get("/ws/stats").json["data"]
        names = [entry["client_id"] for entry in data["clients"]]
        mine = data["clients"][names.index(client.established["data"]["client_id"])]

        assert data["total_connections"] == len(names) >= 2
        assert (mine["endpoint"], mine["subscriptions"]) == ("/ws/data", ["news"])
        assert mine["connected_at"] <= mine["last_activity"]
        assert data["subscription_counts"]["news"] == before["news"] + 2
        assert data["subscription_counts"]["sentiment"] == before["sentiment"] + 1
        assert data["subscription_counts"]["system"] == before["system"] + 1
        assert data["subscription_counts"]["scheduler"] == before["scheduler"]


def test_the_services_are_those_of_the_contract(gateway: Stand, document: Document) -> None:
    """/ws/services tells of every service its category, its interval and where it is carried, narrowly first."""
    data = gateway.get("/ws/services").json["data"]
    listed = {name: (category, entry) for category, entries in data.items() for name, entry in entries.items()}

    assert set(listed) == {*document.services, "system", "all"}
    for name, service in document.services.items():
        category, entry = listed[name]
        assert category == service.category
        assert (entry["interval_s"], entry["update_interval"]) == (
            service.interval_s,
            f"{service.interval_s:g} seconds",
        )
        assert set(entry["endpoints"]) == {path for path, each in document.endpoints.items() if name in each.scope}
        breadths = [len(document.endpoints[path].scope) for path in entry["endpoints"]]
        assert breadths == sorted(breadths)


def test_the_endpoints_are_those_of_the_contract(gateway: Stand, document: Document) -> None:
    """/ws/endpoints tells of every address its URL on this host, its services, and whether it subscribes them."""
    data = gateway.get("/ws/endpoints").json["data"]
    listed = {path: entry for entries in data.values() for path, entry in entries.items()}

    assert set(listed) == set(document.endpoints)
    for path, endpoint in document.endpoints.items():
        assert listed[path]["url"] == gateway.socket_url + path
        assert listed[path]["services"] == list(endpoint.scope)
        assert (listed[path]["auto_subscribe"], listed[path]["alias_of"]) == (endpoint.auto, endpoint.alias_of)


def test_the_contract_is_served_to_the_letter(gateway: Stand) -> None:
    """/asyncapi.yaml is the file, byte by byte."""
    reply = gateway.get("/asyncapi.yaml")

    assert reply.headers["content-type"].startswith("application/yaml")
    assert reply.body == locate().read_bytes()


def test_the_contract_is_served_as_json(gateway: Stand) -> None:
    """/asyncapi.json is the same document as data."""
    assert gateway.get("/asyncapi.json").json == yaml.safe_load(locate().read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", ["/schema", "/schema/openapi.json"])
def test_the_openapi_document_lists_every_resource(gateway: Stand, path: str) -> None:
    """OpenAPI documents what is served over HTTP, and no WebSocket."""
    assert set(gateway.get(path).json["paths"]) == {
        *RESOURCES,
        "/asyncapi.yaml",
        "/asyncapi.json",
        "/admin/drain",
        "/metrics",
    }


@pytest.mark.parametrize(("path", "state"), [("/health/live", "live"), ("/health/ready", "ready")])
def test_a_gateway_with_data_is_live_and_ready(gateway: Stand, path: str, state: str) -> None:
    """The probes of a gateway that works say so."""
    assert gateway.get(path).json == {"status": state}


def test_a_plain_get_of_an_address_asks_for_an_upgrade(gateway: Stand, document: Document) -> None:
    """HTTP where WebSocket is spoken is 426, as a problem that says where to look."""
    for path in document.endpoints:
        reply = gateway.get(path)

        assert (reply.status, reply.headers["upgrade"]) == (426, "websocket")
        assert reply.headers["content-type"] == "application/problem+json"
        assert reply.json["status"] == 426


@pytest.mark.parametrize(("path", "is_listed"), [("/ws/nothing", True), ("/nothing", False)])
def test_what_is_not_there_is_a_problem(gateway: Stand, document: Document, path: str, *, is_listed: bool) -> None:
    """404 is a problem document; near the WebSocket addresses it lists them."""
    reply = gateway.get(path)

    assert (reply.status, reply.headers["content-type"]) == (404, "application/problem+json")
    assert (reply.json["status"], reply.json["title"]) == (404, "Not Found")
    assert reply.json.get("endpoints") == (list(document.endpoints) if is_listed else None)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_another_method_is_a_problem(gateway: Stand, method: str) -> None:
    """405 is a problem document that names the methods there are."""
    reply = ask(f"{gateway.url}/ws/stats", method=method, body=b"{}")

    assert (reply.status, reply.headers["content-type"]) == (405, "application/problem+json")
    assert "GET" in reply.headers["allow"]


def test_the_resources_cost_the_listeners_nothing(gateway: Stand, canary: Canary) -> None:
    """Updates go on while somebody asks for everything again and again."""
    for _ in range(5):
        for path in (*RESOURCES, "/asyncapi.yaml", "/asyncapi.json", "/schema", "/nothing"):
            gateway.get(path)
    canary.sing()
