from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from service.access import issuer
from service.access.issuer import MAX_BYTES, Issuer, check_url
from service.errors import AccessUnknown, ConfigurationError
from tests.fakes.mint import Mint
from tests.fakes.peer import OK, keep_silent, repeating, reset, saying, serving

if TYPE_CHECKING:
    import asyncio

    from tests.fakes.peer import Behaviour

SET = Mint().document()


def answer(body: bytes, *headers: bytes, status: bytes = OK) -> Behaviour:
    fields = b"".join(header + b"\r\n" for header in headers)
    return saying(status + fields + b"Content-Length: %d\r\n\r\n" % len(body) + body)


async def test_the_keys_are_those_of_the_answer() -> None:
    """A key set is read whatever the answer says that it is."""
    async with serving(answer(SET, b"Content-Type: text/plain")) as url:
        assert set(await Issuer(url).fetch()) == {"rsa", "ec"}


async def test_the_address_is_asked_as_it_stands() -> None:
    """Some issuers have a query in it, or a slash at its end; no credentials of ours go there."""
    heads: list[bytes] = []

    async def behave(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heads.append(await reader.readuntil(b"\r\n\r\n"))
        await answer(SET)(reader, writer)

    async with serving(behave, until=b"GET ") as url:
        await Issuer(f"{url}/keys/?p=a%2Fb").fetch()

    assert heads[0].startswith(b"/keys/?p=a%2Fb HTTP/1.1\r\n")
    assert b"authorization" not in heads[0].lower()


async def test_a_redirect_is_not_followed() -> None:
    """Whoever can redirect could lead anywhere, also within the network of the gateway."""
    async with serving(answer(SET)) as elsewhere:
        moved = answer(b"", f"Location: {elsewhere}".encode(), status=b"HTTP/1.1 302 Found\r\n")
        async with serving(moved) as url:
            with pytest.raises(AccessUnknown, match="HTTP 302"):
                await Issuer(url).fetch()


BAD: dict[str, tuple[Behaviour, str]] = {
    "404": (answer(SET, status=b"HTTP/1.1 404 Not Found\r\n"), "HTTP 404"),
    "500": (answer(SET, status=b"HTTP/1.1 500 Oops\r\n"), "HTTP 500"),
    "a page": (answer(b"<html>"), "something else"),
    "an array": (answer(b"[]"), "something else"),
    "too large": (answer(b" " * (MAX_BYTES + 1)), "larger than"),
    "without an end": (repeating(OK + b"Content-Type: application/json\r\n\r\n", b" " * 4096), "larger than"),
    "a bomb": (answer(gzip.compress(b" " * 10_000_000), b"Content-Encoding: gzip"), "larger than"),
    "half an answer": (saying(OK + b"Content-Length: 1000\r\n\r\n{"), "cannot be asked"),
    "no HTTP": (saying(b"220 mail.example ESMTP\r\n"), "cannot be asked"),
    "a broken connection": (reset, "cannot be asked"),
    "silence": (keep_silent(), "within"),
    "silence after the head": (keep_silent(OK + b"Content-Length: 10\r\n\r\n"), "within"),
}


@pytest.mark.parametrize(("behave", "reason"), BAD.values(), ids=BAD)
async def test_an_issuer_that_gives_no_keys_leaves_everything_open(
    behave: Behaviour, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever comes in place of a key set, in whatever time: nothing can be said about tokens now."""
    monkeypatch.setattr(issuer, "TIMEOUT_S", 0.5)
    async with serving(behave) as url:
        with pytest.raises(AccessUnknown, match=reason):
            await Issuer(url).fetch()


async def test_an_issuer_that_is_not_there_leaves_everything_open() -> None:
    """Nobody listens any more."""
    async with serving(reset) as url:
        pass
    with pytest.raises(AccessUnknown, match="cannot be asked"):
        await Issuer(url).fetch()


@pytest.mark.parametrize(
    "url",
    [
        "https://issuer.example/keys",
        "https://10.0.0.1:8443/realms/a/certs?p=1",
        "http://127.0.0.1:8080/keys",
        "http://[::1]/keys",
        "http://localhost/keys",
    ],
)
def test_keys_come_over_tls_or_from_this_machine(url: str) -> None:
    """Nobody on the way can put in a key."""
    assert check_url("GATEWAY_JWT_JWKS_URL", url) == url


@pytest.mark.parametrize(
    "url",
    [
        "http://issuer.example/keys",
        "http://10.0.0.1/keys",
        "http://localhost.example/keys",
        "http://127.0.0.1.example/keys",
        "file:///etc/passwd",
        "ftp://127.0.0.1/keys",
        "issuer.example/keys",
        "https://",
        "https:///keys",
        "https://user:hunter2@issuer.example/",
        "https://issuer.example/#keys",
        "https://issuer.example:0/",
        "https://issuer.example:port/",
        "https://issuer.example/a b",
        "https://issuer.example/é",
        "https://[::1/",
        "",
    ],
)
def test_another_address_is_refused(url: str) -> None:
    """The text names the setting and does not show the address, which may hold a password."""
    with pytest.raises(ConfigurationError) as refused:
        check_url("GATEWAY_JWT_JWKS_URL", url)

    assert refused.value.setting == "GATEWAY_JWT_JWKS_URL"
    assert "hunter2" not in str(refused.value)
