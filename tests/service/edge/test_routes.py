from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from contracts.generated.catalog import ENDPOINTS
from service.edge.connection import Connection
from service.gateway.hub import Hub, Outcome
from tests.fakes.frame import update
from tests.fakes.server_send import ServerSend
from tests.fakes.session import session
from tests.service.edge.edge import create_edge, requests

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.service.edge.edge import Client

PROBLEM = "application/problem+json"


@pytest.fixture
def client() -> Iterator[Client]:
    with requests(create_edge(), raises=False) as client:
        yield client


async def test_the_statistics_tell_how_slow_a_client_is() -> None:
    """Updates that were replaced before it had read the one before are counted with the client."""
    edge = create_edge()
    task = asyncio.current_task()
    assert task is not None
    connection = Connection(ServerSend(), task)
    connection.client_id = session().client_id
    edge.desk.enter(connection)
    edge.desk.hub.join(Outcome(session("/ws", "news"), ()), connection)
    for _ in range(5):
        edge.desk.hub.publish(update("news"))
    with requests(edge) as client:
        (seen,) = client.get("/ws/stats").json()["data"]["clients"]

    assert (seen["client_id"], seen["conflated"]) == (connection.client_id, 3)


@pytest.mark.parametrize("path", ENDPOINTS)
def test_every_address_asks_plain_http_for_an_upgrade(client: Client, path: str) -> None:
    """A GET where WebSocket is spoken is 426 with the header that says so."""
    response = client.get(path)

    assert (response.status_code, response.headers["content-type"]) == (426, PROBLEM)
    assert response.headers["upgrade"] == "websocket"


@pytest.mark.parametrize(("path", "is_near"), [("/ws/nothing", True), ("/nothing", False)])
def test_an_unknown_path_is_a_problem(client: Client, path: str, *, is_near: bool) -> None:
    """404 lists the addresses of the contract to whoever looked for one."""
    response = client.get(path)

    assert (response.status_code, response.headers["content-type"]) == (404, PROBLEM)
    assert response.json().get("endpoints") == (list(ENDPOINTS) if is_near else None)


def test_another_method_is_a_problem(client: Client) -> None:
    """405 is a problem document too."""
    response = client.post("/ws/stats")

    assert (response.status_code, response.headers["content-type"]) == (405, PROBLEM)
    assert response.json()["title"] == "Method Not Allowed"


def test_a_mistake_of_ours_is_a_problem_that_tells_nothing(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """500 holds no traceback and no text of the error."""

    def fail(_: Any) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(Hub, "sessions", fail)
    response = client.get("/ws/stats")

    assert (response.status_code, response.headers["content-type"]) == (500, PROBLEM)
    assert "secret" not in response.text


@pytest.mark.parametrize("path", ["/ws/stats", "/health/live", "/asyncapi.json", "/schema", "/nothing", "/ws", "/"])
def test_every_answer_is_hardened(client: Client, path: str) -> None:
    """No answer may be framed, sniffed, or loaded by another site; problems and OpenAPI neither."""
    headers = client.get(path).headers

    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert (headers["x-content-type-options"], headers["x-frame-options"]) == ("nosniff", "DENY")
    assert headers["cross-origin-resource-policy"] == "same-origin"


def test_the_openapi_document_is_served(client: Client) -> None:
    """/schema documents the resources, each with a summary; the addresses of the sockets are not among them."""
    openapi = client.get("/schema").json()

    assert openapi == client.get("/schema/openapi.json").json()
    assert set(openapi["paths"]).isdisjoint(ENDPOINTS)
    assert all(operation["summary"] for item in openapi["paths"].values() for operation in item.values())
    assert [path for path, item in openapi["paths"].items() if "post" in item] == ["/admin/drain"]
    assert set(openapi["paths"]["/ws/stats"]["get"]["responses"]) >= {"200", "401", "429", "503"}
