"""What the transport sends."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from aiohttp import web
from aiohttp.test_utils import TestServer as WebServer

from service.providers.http import Request
from service.providers.transport import HttpTransport
from tests.fakes.clock import FakeClock
from tests.fakes.peer import OK, serving
from tests.service.providers.test_transport import LOCAL, ask

if TYPE_CHECKING:
    import asyncio
    from collections.abc import AsyncIterator

    import pytest


@asynccontextmanager
async def echoing() -> AsyncIterator[tuple[str, list[web.Request]]]:
    seen: list[web.Request] = []

    async def answer(request: web.Request) -> web.Response:
        await request.read()
        seen.append(request)
        return web.json_response([1])

    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", answer)
    async with WebServer(app) as server:
        yield str(server.make_url("/")), seen


async def test_a_query_arrives_as_it_was_built() -> None:
    """Brackets, quotes and commas are escaped once, order and repeated names are kept."""
    query = (("symbols", '["BTCUSDT","ETHUSDT"]'), ("id", "BTC-USD"), ("id", "ETH-USD"), ("t", "a+b &=%25/\u00e4"))
    async with echoing() as (url, seen):
        await ask(url, Request("/api/v3/ticker/24hr", query))

    assert seen[0].path == "/api/v3/ticker/24hr"
    assert tuple(parse_qsl(urlsplit(seen[0].raw_path).query, strict_parsing=True)) == query
    assert "%5B%22BTCUSDT%22%2C%22ETHUSDT%22%5D" in seen[0].raw_path


async def test_paths_go_below_the_base() -> None:
    """The base URL may have a path of its own, with or without a slash at its end."""
    async with echoing() as (url, seen):
        await ask(f"{url}api/v3", Request("/simple/price"))
        await ask(f"{url}api/v3/", Request("/simple/price"))

    assert [request.raw_path for request in seen] == ["/api/v3/simple/price"] * 2


async def test_requests_say_who_asks() -> None:
    """The gateway names itself and its version, asks for JSON, and sends the headers it is given."""
    async with echoing() as (url, seen):
        await ask(url, headers={"x-cg-demo-api-key": "k"})

    assert seen[0].headers["User-Agent"] == "crypto-gateway/1.2.3"
    assert seen[0].headers["Accept"] == "application/json"
    assert seen[0].headers["x-cg-demo-api-key"] == "k"


async def test_no_cookie_is_kept() -> None:
    """What a provider or its CDN wants us to remember is forgotten."""
    heads: list[bytes] = []

    async def tracking(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(OK + b"Set-Cookie: id=1\r\nContent-Length: 0\r\n\r\n")
        heads.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(OK + b"Content-Length: 0\r\n\r\n")

    async with serving(tracking) as url, HttpTransport(clock=FakeClock(), version="1", reaches=LOCAL) as transport:
        named = url.replace("127.0.0.1", "localhost")  # cookies belong to names
        for _ in range(2):
            await transport.ask("binance", named, Request("/"), headers={}, timeout_s=5.0)

    assert b"cookie" not in heads[0].lower()


async def test_a_body_is_posted_as_json() -> None:
    """Byte for byte; without one it is a GET that says nothing of a content type."""
    async with echoing() as (url, seen):
        await ask(url, Request("/", body=b'{"inputs": ["a"]}'))
        await ask(url, Request("/"))

    assert [request.method for request in seen] == ["POST", "GET"]
    assert await seen[0].read() == b'{"inputs": ["a"]}'
    assert seen[0].headers["Content-Type"] == "application/json"
    assert "Content-Type" not in seen[1].headers


async def test_a_request_may_bring_headers_of_its_own() -> None:
    """They stand in place of those that every request carries, but not in place of the key."""
    request = Request("/", headers=(("Accept", "text/xml"), ("If-None-Match", '"v1"'), ("X-Key", "forged")))
    async with echoing() as (url, seen):
        await ask(url, request, headers={"X-Key": "k"})

    sent = {name: seen[0].headers.getall(name) for name in ("Accept", "If-None-Match", "X-Key")}
    assert sent == {"Accept": ["text/xml"], "If-None-Match": ['"v1"'], "X-Key": ["k"]}


async def test_no_proxy_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever starts the gateway may have one for other programs."""
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    async with echoing() as (url, seen):
        assert (await ask(url)).status == 200

    assert len(seen) == 1
