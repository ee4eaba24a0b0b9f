from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from contracts.generated.catalog import ACTIONS, CATEGORIES, ENDPOINTS
from service.handlers.greetings import Mode, greet
from tests.fakes.clock import START

if TYPE_CHECKING:
    from contracts.validator import Validator

PATHS = pytest.mark.parametrize("path", ENDPOINTS)


def greeting(path: str, mode: Mode = "live") -> list[dict[str, Any]]:
    return [json.loads(frame.text) for frame in greet(ENDPOINTS[path], mode, START).replies]


@PATHS
def test_the_greeting_is_of_the_contract(sealed: Validator, path: str) -> None:
    """On each of the sixteen addresses, by the messages of its own channel."""
    found = [sealed.event(path, frame.text) for frame in greet(ENDPOINTS[path], "live", START).replies]

    assert not [violation for verdict in found for violation in verdict.violations]
    assert found[0].message == "ConnectionEstablishedEvent"
    assert [verdict.message for verdict in found[1:]] == ["WelcomeEvent"] * (path in {"/ws", "/ws/master"})


@PATHS
def test_the_session_begins_as_the_greeting_says(path: str) -> None:
    """An address either subscribes all it carries, or nothing; `system` is never subscribed unasked."""
    endpoint = ENDPOINTS[path]
    outcome = greet(endpoint, "live", START)
    data = json.loads(outcome.replies[0].text)["data"]

    assert outcome.session.subscriptions == frozenset(endpoint.scope if endpoint.auto else ())
    assert data == {
        "client_id": outcome.session.client_id,
        "endpoint": path,
        "subscriptions": outcome.session.listed(),
        "available_services": list(endpoint.scope),
        "mode": "live",
    }
    assert outcome.session.connected_at == outcome.session.last_activity == START


def test_dedicated_addresses_subscribe() -> None:
    """Those of one service and `/ws/all` do; the groups and the general ones wait for a command."""
    manual = {"/ws", "/ws/master", "/ws/data", "/ws/monitoring", "/ws/integration"}

    assert {path for path in ENDPOINTS if not greet(ENDPOINTS[path], "live", START).session.subscriptions} == manual


def test_client_ids_are_unique() -> None:
    """They end with the second of the connection, and two of one second differ."""
    ids = [greet(ENDPOINTS["/ws"], "live", START).session.client_id for _ in range(1000)]

    assert len(set(ids)) == len(ids)
    assert {client_id.rpartition("_")[2] for client_id in ids} == {str(int(START.timestamp()))}


def test_the_welcome_of_master_is_the_catalogue() -> None:
    """All services by category, and an example of each command."""
    data = greeting("/ws/master")[1]["data"]

    assert data["available_services"] == {category: list(services) for category, services in CATEGORIES.items()}
    assert [example["action"] for example in data["usage"].values()] == list(ACTIONS) == list(data["usage"])


def test_the_welcome_of_the_default_address_is_short() -> None:
    """How to subscribe, and no catalogue."""
    data = greeting("/ws")[1]["data"]

    assert list(data) == ["message", "usage"]
    assert list(data["usage"]) == ["subscribe"]


def test_simulated_data_is_announced() -> None:
    """A client learns from its first frame whether the data is real."""
    assert greeting("/ws/news", "demo")[0]["data"]["mode"] == "demo"
