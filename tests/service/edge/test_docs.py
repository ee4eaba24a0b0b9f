from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from contracts.generated.catalog import ENDPOINTS
from service.edge.docs import PAGES
from service.edge.hardening import PAGE
from service.edge.web import WEB
from tests.service.edge.edge import create_edge, requests

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.service.edge.edge import Client

POLICY = "content-security-policy"


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with requests(create_edge()) as client:
        yield client


def directives(policy: str) -> dict[str, str]:
    return dict(part.strip().split(" ", 1) for part in policy.split(";"))


def test_every_endpoint_has_a_page_by_the_last_word_of_its_address() -> None:
    """`/ws/master` is at `master`, `/ws` at `ws`; no two addresses share a page."""
    assert sorted(PAGES.values()) == sorted(ENDPOINTS)
    assert (PAGES["master"], PAGES["ws"]) == ("/ws/master", "/ws")


@pytest.mark.parametrize("path", ["/docs", "/docs/", *(f"/docs/endpoints/{name}" for name in PAGES)])
def test_every_page_of_the_documents_is_there(client: Client, path: str) -> None:
    """All of them are one file, that reads from the address what it is about."""
    response = client.get(path)

    assert (response.status_code, response.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert response.content == (WEB / "docs" / "index.html").read_bytes()


def test_only_the_page_with_the_reference_may_have_styles_of_its_own(client: Client) -> None:
    """Inline styles are allowed on `/docs`, nothing else is, and on the pages of endpoints not even that."""
    reference = directives(client.get("/docs").headers[POLICY])
    endpoint = client.get("/docs/endpoints/master").headers

    assert reference.pop("style-src") == "'self' 'unsafe-inline'"
    assert reference == {name: text for name, text in directives(PAGE[POLICY]).items() if name != "style-src"}
    assert {name: endpoint[name] for name in PAGE} == PAGE


@pytest.mark.parametrize("name", ["nothing", "Master", "ws%2Fmaster", "%3Cscript%3E", "x" * 500])
def test_a_name_of_no_endpoint_is_answered_with_those_there_are(client: Client, name: str) -> None:
    """404 is a problem; where the path has the right form, it lists the pages, and each of those is there."""
    response = client.get(f"/docs/endpoints/{name}")
    body = response.json()

    assert (response.status_code, response.headers["content-type"]) == (404, "application/problem+json")
    assert len(response.content) < 2_000
    if name in {"nothing", "Master"}:
        assert name in body["detail"]
        assert {client.get(path).status_code for path in body["endpoints"]} == {200}
        assert len(body["endpoints"]) == len(ENDPOINTS)


def test_a_page_that_the_browser_has_is_not_sent_again(client: Client) -> None:
    """The answer is 304, and the policy stays that of the page, not that of another with the same bytes."""
    tag = client.get("/docs").headers["etag"]
    again = client.get("/docs", headers={"if-none-match": tag})

    assert (again.status_code, again.content) == (304, b"")
    assert "'unsafe-inline'" in again.headers[POLICY]
