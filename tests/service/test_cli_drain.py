from __future__ import annotations

import json
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import TYPE_CHECKING, ClassVar

import pytest
from click.testing import CliRunner

from service.cli_drain import drain
from service.errors import ConfigurationError, GatewayError
from tests.live.stand import LOOPBACK, free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

Answer = tuple[int, bytes]

ACCEPTED: Answer = (202, b'{"status": "draining", "clients": 7}')


class Impostor(BaseHTTPRequestHandler):
    """Answers in place of a gateway, and remembers what it was asked."""

    post: ClassVar[Answer] = ACCEPTED
    get: ClassVar[Answer] = (200, b"{}")
    asked: ClassVar[list[tuple[str, str | None]]] = []

    def do_POST(self) -> None:
        self.asked.append((self.path, self.headers.get("Authorization")))
        self._answer(*self.post)

    def do_GET(self) -> None:
        self._answer(*self.get)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the name of the parent class
        """Say nothing."""

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def impostor(*, post: Answer = ACCEPTED) -> Iterator[tuple[str, type[Impostor]]]:
    """Serve; yield the address and what was asked there."""
    kind = type("Kind", (Impostor,), {"post": post, "asked": []})
    with HTTPServer(("127.0.0.1", 0), kind) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", kind
        server.shutdown()
        thread.join()


def run(*arguments: str) -> str:
    """Run the command and return what it says. Raises what it raises."""
    return CliRunner().invoke(drain, arguments, catch_exceptions=False, standalone_mode=False).output


def test_the_token_goes_with_the_request() -> None:
    """It is sent as `Authorization: Bearer`, to /admin/drain, whether or not the address ends with a slash."""
    with impostor() as (url, kind), pytest.raises(GatewayError):
        run(url + "/", "--token", "open-sesame", "--within", "0")

    assert kind.asked == [("/admin/drain", "Bearer open-sesame")]


def test_a_gateway_that_goes_on_is_told_of() -> None:
    """When the time is over and it still answers, the command fails."""
    with impostor() as (url, _), pytest.raises(GatewayError, match=r"it has not ended within 0\.2 s"):
        run(url, "--within", "0.2")


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ((403, json.dumps({"detail": "The token has not the scope `admin`"}).encode()), "has not the scope `admin`"),
        ((500, b"oops"), "HTTP 500"),
        ((403, b"[]"), "HTTP 403"),
    ],
)
def test_a_refusal_is_told_in_the_gateways_words(answer: Answer, words: str) -> None:
    """The detail of the problem, or the status where there is none."""
    with impostor(post=answer) as (url, _), pytest.raises(GatewayError, match=words):
        run(url)


@pytest.mark.parametrize("body", [b"", b"{}", b"[1]", b"hello"])
def test_what_is_no_gateway_is_told_of(body: bytes) -> None:
    """An answer that is not the gateway's costs one line too."""
    with impostor(post=(202, body)) as (url, _), pytest.raises(GatewayError, match="there is no gateway at"):
        run(url)


def test_an_address_where_nobody_listens_is_told_of() -> None:
    """It names the address and the reason."""
    url = f"http://{LOOPBACK}:{free_port()}"
    with pytest.raises(GatewayError, match=f"there is no gateway at {url}: .*refused"):
        run(url)


def test_an_address_that_is_not_http_is_a_mistake() -> None:
    """`file:` and the like are not even tried."""
    with pytest.raises(ConfigurationError, match="is no http address"):
        run("file:///etc/passwd")
