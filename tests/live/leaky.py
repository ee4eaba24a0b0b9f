"""Leaky: providers on loopback that fail in all the ways there are, and each time repeat what they were told."""

from __future__ import annotations

import json
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING, Final, cast

from tests.live.stand import LOOPBACK

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["MARK", "Leaky", "leaking"]

MARK: Final = "no-secret-at-all"
"""Stands where the secrets stand too, and is to be found wherever an error is shown."""
ELSEWHERE: Final = "/elsewhere"
SILENCE_S: Final = 20.0
ERROR_CHARS: Final = 200
"""Gateways cut errors there."""


class Leaky(ThreadingHTTPServer):
    """Plays `/<provider>/…` for every provider."""

    daemon_threads = True

    def __init__(self, secrets: Sequence[str]) -> None:
        super().__init__((LOOPBACK, 0), _Handler)
        self.secrets = secrets
        self.told: set[str] = set()
        """Secrets that requests have brought."""
        self.asked: dict[str, int] = {}
        """Requests by provider; by ELSEWHERE those that followed a redirect."""
        self.stopping = Event()
        self._lock = Lock()

    @property
    def url(self) -> str:
        """Where the providers are."""
        return f"http://{LOOPBACK}:{self.server_port}"

    def note(self, path: str, told: Sequence[str]) -> tuple[str, int]:
        """Count a request; return its provider and which one it is, from 0."""
        with self._lock:
            provider = ELSEWHERE if path.startswith(ELSEWHERE) else path.split("/")[1]
            number = self.asked.get(provider, 0)
            self.asked[provider] = number + 1
            self.told.update(told)
            return provider, number


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        leaky = cast("Leaky", self.server)
        brought = f"{self.path}\n{self.headers}"
        told = [secret for secret in leaky.secrets if secret in brought]
        provider, number = leaky.note(self.path, told)
        text = f"{MARK} {' '.join(told)} {self.path}"
        # The first secret stands where errors are cut off, each time a little earlier.
        cut = f"{MARK} ".ljust(ERROR_CHARS - 18 - 4 * (number % 3), ".") + " ".join(told)
        match number % 7:
            case 0:
                self._answer(200, _complaint(provider, cut))
            case 1:
                self._answer(200, _complaint(provider, text))
            case 2:
                self._answer(302, b"", {"Location": f"{leaky.url}{ELSEWHERE}?told={'+'.join(told)}"})
            case 3:
                self._answer(500, f"<html>{text}</html>".encode())
            case 4 if provider == "kraken":
                leaky.stopping.wait(SILENCE_S)
            case 4:
                self._answer(200, b"\x00\xff" + text.encode(), length=10_000)
            case 5:
                self._answer(429, _complaint(provider, text), {"Retry-After": f"1 {text}", "X-Told": text})
            case _:
                self._answer(401, _complaint(provider, text), {"WWW-Authenticate": text})

    do_POST = do_GET  # noqa: N815  the name is the library's

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the name is the library's
        """Say nothing."""

    def _answer(
        self, status: int, body: bytes, headers: Mapping[str, str] | None = None, *, length: int | None = None
    ) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)


def _complaint(provider: str, text: str) -> bytes:
    """Complain as the providers do that have errors of their own in their answers."""
    status = {"status": "0"} if provider == "etherscan" else {}
    return json.dumps({**status, "error": text, "message": text, "result": text}).encode()


@contextmanager
def leaking(secrets: Sequence[str]) -> Iterator[Leaky]:
    """Serve until the block ends."""
    with Leaky(secrets) as leaky:
        thread = Thread(target=leaky.serve_forever, name="leaky")
        thread.start()
        try:
            yield leaky
        finally:
            leaky.stopping.set()
            leaky.shutdown()
            thread.join()
