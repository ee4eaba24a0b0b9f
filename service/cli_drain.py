"""`gateway drain`: let a gateway go away in good order, from a preStop hook say."""

from __future__ import annotations

import json
import time
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import rich_click as click

from service.clock import SystemClock
from service.errors import ConfigurationError, GatewayError

__all__ = ["drain"]

PAUSE_S = 0.1
TIMEOUT_S = 5.0
MARGIN_S = 15.0
"""What a gateway may take beyond its drain: the last close frames, the archive, a request that is half sent."""


@click.command("drain")
@click.argument("url", default="http://127.0.0.1:7860")
@click.option("--token", envvar="GATEWAY_TOKEN", metavar="TEXT", help="A token of the scope `admin`.")
@click.option(
    "--within",
    "within_s",
    type=click.FloatRange(0),
    default=10.0 + MARGIN_S,
    show_default=True,
    metavar="SECONDS",
    help="How long to wait for its end.",
)
def drain(url: str, token: str | None, within_s: float) -> None:
    """Close all clients of the gateway at URL, one after the other, and wait until it has ended."""
    if urlsplit(url).scheme not in {"http", "https"}:
        raise ConfigurationError("URL", f"{url} is no http address")
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    request = Request(f"{url.rstrip('/')}/admin/drain", method="POST", headers=headers)  # noqa: S310  checked above
    try:
        with urlopen(request, timeout=TIMEOUT_S) as answer:  # noqa: S310  checked above
            clients = json.load(answer)["clients"]
    except HTTPError as error:
        raise GatewayError(f"{url} refuses: {_detail(error)}") from error
    except (OSError, HTTPException, ValueError, KeyError, TypeError) as error:
        raise GatewayError(f"there is no gateway at {url}: {getattr(error, 'reason', error)}") from error
    click.echo(f"The gateway goes away, with {clients} clients.")
    clock = SystemClock()
    ends_at = clock.monotonic() + within_s
    while clock.monotonic() < ends_at:
        if not _is_alive(url):
            click.echo("It has ended.")
            return
        time.sleep(PAUSE_S)
    raise GatewayError(f"it has not ended within {within_s:g} s")


def _is_alive(url: str) -> bool:
    try:
        with urlopen(f"{url.rstrip('/')}/health/live", timeout=TIMEOUT_S):  # noqa: S310  checked above
            return True
    except HTTPError:
        return True
    except (URLError, OSError, HTTPException):
        return False


def _detail(error: HTTPError) -> str:
    try:
        return str(json.load(error)["detail"])
    except (ValueError, KeyError, TypeError):
        return f"HTTP {error.code}"
