from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from contracts.generated.catalog import API_VERSION, ENDPOINTS, SERVICES, TITLE
from service.edge.llms import ADDRESS, conversation
from tests.service.edge.edge import create_edge, requests

if TYPE_CHECKING:
    from collections.abc import Iterator

    from contracts.document import Document
    from contracts.validator import Validator
    from tests.service.edge.edge import Client

LINK = re.compile(r"^- \[(?P<name>[^\]]+)\]\((?P<address>[^)]+)\): \S")


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with requests(create_edge()) as client:
        yield client


def links(text: str) -> dict[str, str]:
    return {found["name"]: found["address"] for line in text.splitlines() if (found := LINK.match(line))}


def test_it_has_the_form_that_readers_of_it_expect(client: Client) -> None:
    """A title, a summary as a quotation, text without headings, then lists of links under headings (llmstxt.org)."""
    response = client.get("/llms.txt")
    head, *sections = re.split(r"^## ", response.text, flags=re.MULTILINE)
    title, _, summary, *_ = head.splitlines()

    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    assert title == f"# {TITLE}"
    assert summary.startswith("> ")
    assert API_VERSION in head
    assert len(sections) > 3
    for section in sections:
        _, blank, *lines = section.rstrip().splitlines()
        assert blank == ""
        assert [line for line in lines if not LINK.match(line)] == []


def test_it_names_every_address_service_and_path(client: Client) -> None:
    """Nothing of the catalogue and nothing of OpenAPI is left out, and services say how often they come."""
    text = client.get("/llms.txt").text
    paths = client.get("/schema/openapi.json").json()["paths"]

    assert {*ENDPOINTS, *SERVICES} <= links(text).keys()
    assert {f"{method.upper()} {path}" for path, item in paths.items() for method in item} <= links(text).keys()
    for service in SERVICES.values():
        assert f"{service.description}, every {service.interval_s:g} s" in text


def test_whatever_it_links_to_is_there(client: Client) -> None:
    """Every link leads somewhere; what is to be posted is there too, and a probe may say that it is not ready."""
    for name, address in links(client.get("/llms.txt").text).items():
        wanted = {405} if name.startswith("POST ") else {200, 503} if name.startswith("GET /health/") else {200}
        assert client.get(urlsplit(address).path).status_code in wanted, name


def test_its_addresses_are_whole_and_those_that_were_asked(client: Client) -> None:
    """Behind TLS they are `https` and `wss`, with the host that the reader knows."""
    text = client.get("https://gateway.example/llms.txt").text

    assert links(text)[ADDRESS] == "https://gateway.example/docs/endpoints/master"
    assert f"wss://gateway.example{ADDRESS}" in text
    assert "http://" not in text
    assert "ws://" not in text


def test_its_conversation_is_one_of_the_contract(document: Document, sealed: Validator) -> None:
    """Each frame is what the contract allows at that address, in its order, and the reply belongs to the command."""
    frames = list(conversation(document))
    types = [frame.get("type", frame.get("action")) for _, frame in frames]
    events = [frame for speaker, frame in frames if speaker == "gateway"]
    (command,) = (frame for speaker, frame in frames if speaker == "client")
    confirmed, update = events[-2:]

    assert types == ["connection_established", "welcome", "subscribe", "subscription_confirmed", "update"]
    assert [sealed.event(ADDRESS, json.dumps(frame)).violations for frame in events] == [()] * len(events)
    assert sealed.command(ADDRESS, json.dumps(command))
    assert confirmed["data"]["request_id"] == command["request_id"]
    assert update["service"] == confirmed["data"]["service"] == command["service"]
    assert events[0]["data"]["endpoint"] == ADDRESS
