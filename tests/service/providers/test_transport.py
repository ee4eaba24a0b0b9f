from __future__ import annotations

import gzip
import socket
import traceback
from typing import TYPE_CHECKING

import pytest

from service.errors import ProviderError, ProviderPayloadError, ProviderTimeout, ProviderUnavailable
from service.providers.http import Answer, Request
from service.providers.transport import HttpTransport
from tests.fakes.clock import FakeClock
from tests.fakes.peer import OK, keep_silent, repeating, reset, saying, serving

if TYPE_CHECKING:
    import asyncio

    from service.providers.reach import Reach
    from tests.fakes.peer import Behaviour

LOCAL: dict[str, Reach] = {"binance": "private"}
BOMB = gzip.compress(b"0" * 20_000_000)


async def ask(
    url: str,
    request: Request | None = None,
    *,
    headers: dict[str, str] | None = None,
    timeout_s: float = 5.0,
    max_bytes: int = 1_048_576,
) -> Answer:
    async with HttpTransport(clock=FakeClock(), version="1.2.3", reaches=LOCAL) as transport:
        return await transport.ask(
            "binance", url, request or Request("/"), headers=headers or {}, timeout_s=timeout_s, max_bytes=max_bytes
        )


async def failure(behave: Behaviour, *, timeout_s: float = 5.0, max_bytes: int = 1_048_576) -> ProviderError:
    async with serving(behave) as url:
        with pytest.raises(ProviderError) as caught:
            await ask(url, timeout_s=timeout_s, max_bytes=max_bytes)
    assert caught.value.provider == "binance"
    assert "127.0.0.1" not in str(caught.value)
    return caught.value


async def test_a_whole_answer_comes_back() -> None:
    """Status, headers in lower case and the body are handed on, whatever the status is."""
    head = b"HTTP/1.1 503 Busy\r\nContent-Length: 2\r\nX-Thing: A\r\nX-THING: b\r\n\r\n"
    async with serving(saying(head, b"{}")) as url:
        answer = await ask(url)

    assert (answer.status, answer.body, answer.headers["x-thing"]) == (503, b"{}", "A, b")
    assert [name for name in answer.headers if name != name.lower()] == []


async def test_the_time_of_an_answer_is_the_clocks() -> None:
    """Milliseconds from the request to the end of the body."""
    clock = FakeClock()

    async def slow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        clock.jump(0.25)
        writer.write(OK + b"Content-Length: 2\r\n\r\n{}")

    async with serving(slow) as url, HttpTransport(clock=clock, version="1", reaches=LOCAL) as transport:
        answer = await transport.ask("binance", url, Request("/"), headers={}, timeout_s=5.0)

    assert answer.elapsed_ms == pytest.approx(250.0)


async def test_connections_are_used_again() -> None:
    """Two requests to one provider take one connection."""
    connections = 0

    async def twice(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal connections
        connections += 1
        writer.write(OK + b"Content-Length: 2\r\n\r\n{}")
        await reader.readuntil(b"\r\n\r\n")
        writer.write(OK + b"Content-Length: 2\r\n\r\n{}")

    async with serving(twice) as url, HttpTransport(clock=FakeClock(), version="1", reaches=LOCAL) as transport:
        for _ in range(2):
            await transport.ask("binance", url, Request("/"), headers={}, timeout_s=5.0)

    assert connections == 1


async def test_a_redirect_is_an_answer() -> None:
    """Nobody is led to another address, least of all with a key in the headers."""
    asked = 0

    async def redirect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal asked
        asked += 1
        writer.write(b"HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")

    async with serving(redirect) as url:
        answer = await ask(url)

    assert (answer.status, asked) == (302, 1)


async def test_compressed_bodies_are_unpacked() -> None:
    """Adapters read JSON, not gzip."""
    packed = gzip.compress(b"[1]")
    head = OK + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(packed)
    async with serving(saying(head, packed)) as url:
        answer = await ask(url)

    assert answer.body == b"[1]"


async def test_a_body_of_just_the_bound_is_whole() -> None:
    """The bound itself is allowed, one byte more is not."""
    bound = saying(OK + b"Content-Length: 100\r\n\r\n", b"0" * 100)
    async with serving(bound) as url:
        assert len((await ask(url, max_bytes=100)).body) == 100

    error = await failure(bound, max_bytes=99)
    assert isinstance(error, ProviderPayloadError)
    assert error.reason == "larger than 99 bytes"


async def test_a_gzip_bomb_is_put_down() -> None:
    """The bound counts what a body unpacks to, and reading ends there."""
    head = OK + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(BOMB)

    assert isinstance(await failure(saying(head, BOMB)), ProviderPayloadError)


async def test_an_endless_body_is_cut() -> None:
    """A body without an end stops at the bound, not at the timeout."""
    chunk = b"10000\r\n" + b"0" * 0x10000 + b"\r\n"
    endless = repeating(OK + b"Transfer-Encoding: chunked\r\n\r\n", chunk)

    assert isinstance(await failure(endless, timeout_s=60.0), ProviderPayloadError)


async def test_a_dripping_body_runs_out_of_time() -> None:
    """The time is for the whole answer: a head that comes at once does not stop the count."""
    error = await failure(keep_silent(OK + b"Content-Length: 1000\r\n\r\n["), timeout_s=0.05)

    assert isinstance(error, ProviderTimeout)
    assert error.reason == "no whole answer within 0.05 s"


async def test_no_time_brings_no_answer() -> None:
    """The bound in time is the caller's, however quick the provider is."""
    assert isinstance(await failure(saying(OK + b"Content-Length: 0\r\n\r\n"), timeout_s=0.0), ProviderTimeout)


async def test_silence_runs_out_of_time() -> None:
    """A provider that accepts and says nothing is given up."""
    assert isinstance(await failure(keep_silent(), timeout_s=0.05), ProviderTimeout)


@pytest.mark.parametrize(
    ("behave", "reason"),
    [
        (saying(OK + b"Content-Length: 100\r\n\r\n", b"[1]"), "broken answer"),
        (saying(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"3\r\n[1]\r\n"), "broken answer"),
        (saying(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"zz\r\n[1]\r\n"), "broken answer"),
        (saying(OK + b"Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\n", b"[1]"), "broken answer"),
        (saying(b"SSH-2.0-OpenSSH_9.2\r\n\r\n"), "broken answer"),
        (saying(OK + b"X-Big: " + b"a" * 100_000 + b"\r\n\r\n"), "broken answer"),
        (saying(OK + b"Content-Length: many\r\n\r\n"), "broken answer"),
        (saying(), "connection closed"),
    ],
    ids=["short", "unfinished", "no chunks", "not gzip", "not HTTP", "big header", "bad length", "closed"],
)
async def test_a_broken_answer_is_unavailability(behave: Behaviour, reason: str) -> None:
    """Half an answer is none, and the reason is told in our words."""
    error = await failure(behave)

    assert isinstance(error, ProviderUnavailable)
    assert error.reason == reason


async def test_a_reset_is_unavailability() -> None:
    """A connection that is torn down is trouble that may pass."""
    assert isinstance(await failure(reset), ProviderUnavailable)


async def test_many_headers_are_bounded() -> None:
    """A head without an end does not fill the memory."""
    babble = repeating(OK, b"X-More: and more\r\n" * 1000)

    assert isinstance(await failure(babble, timeout_s=60.0), ProviderUnavailable)


async def test_nobody_listening_is_unavailability() -> None:
    """A refused connection is told without the address."""
    with socket.socket() as unheard:
        unheard.bind(("127.0.0.1", 0))
        with pytest.raises(ProviderUnavailable) as caught:
            await ask(f"http://127.0.0.1:{unheard.getsockname()[1]}")

    assert str(caught.value) == "binance: no connection"


async def test_tls_to_a_plain_port_is_unavailability() -> None:
    """An https address that speaks plain HTTP is named as such."""
    tls_handshake = b"\x16"
    async with serving(saying(b"HTTP/1.1 400 Bad Request\r\n\r\n"), until=tls_handshake) as url:
        with pytest.raises(ProviderUnavailable, match="no TLS"):
            await ask(url.replace("http:", "https:"))


@pytest.mark.parametrize(
    "said", [b"", b"SSH-2.0\r\n\r\n", OK + b"Content-Length: many\r\n\r\n", OK + b"Content-Length: 9\r\n\r\n"]
)
async def test_a_key_is_in_no_error(said: bytes) -> None:
    """Neither an error nor what led to it shows what went out in the headers and in the query."""
    secret = "hunter" + "2"  # in two parts, because a traceback shows the lines of this file
    async with serving(saying(said)) as url:
        with pytest.raises(ProviderUnavailable) as caught:
            await ask(url, Request("/api", (("apikey", secret),)), headers={"Authorization": secret})

    assert secret not in "".join(traceback.format_exception(caught.value))


async def test_a_transport_outside_of_its_context_is_a_mistake() -> None:
    """Nothing is opened at construction, so nothing can be asked before the context is entered or after it is left."""
    transport = HttpTransport(clock=FakeClock(), version="1")
    with pytest.raises(RuntimeError):
        await transport.ask("binance", "http://localhost", Request("/"), headers={}, timeout_s=1.0)
    async with transport:
        pass
    with pytest.raises(RuntimeError):
        await transport.ask("binance", "http://localhost", Request("/"), headers={}, timeout_s=1.0)
