"""Stream: frames of a gateway for as long as anybody wants them, across lost connections."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import random
from typing import TYPE_CHECKING, Any, TypeAlias

from contracts.generated.catalog import ENDPOINTS
from service.errors import GatewayError
from service.terminal.backoff import Backoff
from service.terminal.connection import Closed, Refused, Unreachable, connected

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Collection

    from service.clock import Clock
    from service.terminal.address import Address
    from service.terminal.connection import Connection

__all__ = ["Lost", "Opened", "Patience", "Received", "Sign", "Wish", "follow"]

SHOWN = ("update", "error")
"""Types of frames that are news; the others are about the conversation."""
REFUSALS = ("invalid_service", "not_authorized", "service_not_available")
STEADY_S = 10.0
"""A connection that lasted as long makes the failures before it forgotten."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to hear, and where."""

    address: Address
    path: str
    services: tuple[str, ...] = ()
    """None at all: every service of the endpoint."""
    token: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Patience:
    """How often to try."""

    first_tries: int = 5
    reconnects: bool = True
    backoff: Backoff = field(default_factory=Backoff)


@dataclass(frozen=True, slots=True)
class Opened:
    """There is a connection."""


@dataclass(frozen=True, slots=True)
class Received:
    """A frame."""

    text: str
    """As it came."""
    event: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Lost:
    """There is no connection, and the next attempt comes after a wait."""

    reason: str
    wait_s: float


Sign: TypeAlias = Opened | Received | Lost


async def follow(
    wish: Wish, patience: Patience, clock: Clock, *, draw: Callable[[], float] = random
) -> AsyncGenerator[Sign, None]:
    """Yield what happens, without an end.

    Raises GatewayError when there is no gateway at first, when it refuses for good, or when one may not come back.
    """
    failures, was_open = 0, False
    while True:
        opened_at = None
        try:
            async with connected(wish.address, wish.path, wish.token) as connection:
                opened_at, was_open = clock.monotonic(), True
                yield Opened()
                await _subscribe(connection, wish)
                while True:
                    text, event = await connection.receive()
                    _check(event)
                    if _is_wanted(event, wish.services):
                        yield Received(text, event)
        except (Unreachable, Refused, Closed) as error:
            if opened_at is not None and clock.monotonic() - opened_at > STEADY_S:
                failures = 0
            failures += 1
            if _is_over(error, patience, failures, was_open=was_open):
                raise _end(error, wish, failures, was_open=was_open) from error
            asked_s = error.retry_after_s if isinstance(error, Refused) else None
            lost = Lost(str(error), patience.backoff.wait_s(failures, draw(), asked_s=asked_s))
        # Outside of the block above: a person who leaves here is no fault of the connection.
        yield lost
        await clock.sleep(lost.wait_s)


async def _subscribe(connection: Connection, wish: Wish) -> None:
    """Subscribe what is wanted, and notices; an endpoint that subscribes by itself is not told twice."""
    topics: Collection[str] = () if ENDPOINTS[wish.path].auto else wish.services or ("all",)
    # Notices first: a failover that happens meanwhile is not missed.
    for topic in ("system", *topics):
        await connection.send(action="subscribe", service=topic)


def _check(event: dict[str, Any]) -> None:
    data = event["data"]
    if event["type"] == "error" and data.get("code") in REFUSALS:
        raise GatewayError(str(data.get("message")))


def _is_wanted(event: dict[str, Any], services: Collection[str]) -> bool:
    return event["type"] in SHOWN and (not services or event["service"] in {*services, "system"})


def _is_over(error: Unreachable | Refused | Closed, patience: Patience, failures: int, *, was_open: bool) -> bool:
    if not isinstance(error, Unreachable) and error.is_final:
        return True
    return not patience.reconnects if was_open else failures >= patience.first_tries


def _end(error: GatewayError, wish: Wish, failures: int, *, was_open: bool) -> GatewayError:
    if isinstance(error, Refused):
        return GatewayError(f"{wish.address} refuses: {error}")
    if was_open:
        return GatewayError(f"{wish.address}: {error}")
    tries = f" (tried {failures} times)" if failures > 1 else ""
    remedy = "start one with `gateway demo`, or say with --url where it is"
    return GatewayError(f"there is no gateway at {wish.address}: {error}{tries}; {remedy}")
