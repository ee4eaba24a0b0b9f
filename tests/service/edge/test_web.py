from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.service.edge.edge import create_edge, requests

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.service.edge.edge import Client


@pytest.fixture
def client() -> Iterator[Client]:
    with requests(create_edge()) as client:
        yield client


@pytest.mark.parametrize("path", ["/", "/web/page.js", "/web/page.css"])
def test_the_page_and_its_files_may_load_nothing_from_elsewhere(client: Client, path: str) -> None:
    """Every file comes with a policy that allows this host only, and no inline code."""
    response = client.get(path)

    assert response.status_code == 200
    assert "default-src 'none'" in response.headers["content-security-policy"]
    assert "unsafe" not in response.headers["content-security-policy"]
    assert response.headers["x-content-type-options"] == "nosniff"


def test_whatever_the_page_links_to_is_there(client: Client) -> None:
    """No link of the page is dead."""
    page = client.get("/")
    links = re.findall(r'(?:href|src)="(/[^"]*)"', page.text)

    assert page.headers["content-type"].startswith("text/html")
    assert {link: client.get(link).status_code for link in links if link != "/health/ready"} == dict.fromkeys(
        [link for link in links if link != "/health/ready"], 200
    )


def test_files_outside_the_folder_are_not_served(client: Client) -> None:
    """A path that climbs out of the folder finds nothing."""
    for path in ("/web/../app.py", "/web/%2e%2e/app.py", "/web/..%2fapp.py", "/web//etc/passwd"):
        assert client.get(path).status_code == 404
