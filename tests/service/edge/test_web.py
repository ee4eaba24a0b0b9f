from __future__ import annotations

import gzip
import re
from typing import TYPE_CHECKING

import pytest

from service.edge.web import WEB
from tests.service.edge.edge import create_edge, requests

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.service.edge.edge import Client

PATHS = ["/", *(f"/web/{path.relative_to(WEB).as_posix()}" for path in sorted(WEB.rglob("*")) if path.is_file())]
TYPES = {
    "css": "text/css; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "mjs": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
    "txt": "text/plain; charset=utf-8",
}
UNCOMPRESSED = {"accept-encoding": "identity"}


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with requests(create_edge()) as client:
        yield client


def file_of(path: str) -> bytes:
    return (WEB / (path.removeprefix("/web/") if path != "/" else "index.html")).read_bytes()


@pytest.mark.parametrize("path", PATHS)
def test_the_page_and_its_files_may_load_nothing_from_elsewhere(client: Client, path: str) -> None:
    """Every file comes under its right type, with a policy that allows this host only, and no inline code."""
    response = client.get(path, headers=UNCOMPRESSED)

    assert response.status_code == 200
    assert response.content == file_of(path)
    assert response.headers["content-type"] == TYPES["html" if path == "/" else path.rpartition(".")[2]]
    assert "default-src 'none'" in response.headers["content-security-policy"]
    assert "unsafe" not in response.headers["content-security-policy"]
    assert response.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["/", "/web/page.js"])
def test_files_are_sent_compressed_to_who_can_read_that(client: Client, path: str) -> None:
    """With `Accept-Encoding: gzip` the same bytes come smaller, and caches are told that there are two forms."""
    with client.stream("GET", path, headers={"accept-encoding": "br, gzip"}) as response:
        raw = b"".join(response.iter_raw())

    assert response.headers["content-encoding"] == "gzip"
    assert response.headers["vary"] == "accept-encoding"
    assert gzip.decompress(raw) == file_of(path)
    assert "content-encoding" not in client.get(path, headers=UNCOMPRESSED).headers


def test_a_file_that_the_browser_has_is_not_sent_again(client: Client) -> None:
    """Asked with the entity tag of before, the answer is 304 and empty; with another one it is the file."""
    tag = client.get("/web/page.js").headers["etag"]
    again = client.get("/web/page.js", headers={"if-none-match": f'"other", {tag}'})

    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert client.get("/web/page.js", headers={"if-none-match": '"other"'}).status_code == 200
    assert client.get("/web/page.css").headers["etag"] != tag


def test_whatever_the_page_links_to_is_there(client: Client) -> None:
    """No link of the page is dead."""
    page = client.get("/")
    links = re.findall(r'(?:href|src)="(/[^"]*)"', page.text)

    assert "/web/page.js" in links
    assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)


def test_files_outside_the_folder_are_not_served(client: Client) -> None:
    """A path that climbs out of the folder finds nothing."""
    for path in ("/web/../app.py", "/web/%2e%2e/app.py", "/web/..%2fapp.py", "/web//etc/passwd", "/web/", "/web/parts"):
        assert client.get(path).status_code == 404
