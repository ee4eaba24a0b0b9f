"""Toy: a client of a contract with two quick services, written as the generator writes clients."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from contracts.sdk.python.runtime.contract import Contract
from contracts.sdk.python.runtime.endpoint import EndpointClient
from contracts.sdk.python.runtime.options import Options
from contracts.sdk.python.runtime.payload import Payload

if TYPE_CHECKING:
    from contracts.sdk.python.runtime.updates import Updates

__all__ = ["AUTO", "MANUAL", "PATH", "AutoToy", "Notice", "Number", "Pong", "Tick", "Tock", "Toy", "options"]

PATH = "/ws/toy"


class Number(Payload):
    n: int


class Tick(Payload):
    service: Literal["tick"]
    type: Literal["update"]
    data: Number


class Tock(Payload):
    service: Literal["tock"]
    type: Literal["update"]
    data: Number


class Notice(Payload):
    service: Literal["system"]
    type: Literal["update"]
    data: Number


class Subscriptions(Payload):
    service: str
    subscriptions: list[str]


class Confirmed(Payload):
    service: Literal["system"]
    type: Literal["subscription_confirmed", "unsubscription_confirmed"]
    data: Subscriptions


class Free(Payload):
    pass


class Pong(Payload):
    service: Literal["system"]
    type: Literal["pong"]
    data: Free


class Established(Payload):
    service: Literal["system"]
    type: Literal["connection_established"]
    data: Free


MANUAL = Contract(
    version="1.0.0",
    path=PATH,
    auto=False,
    intervals_s={"tick": 0.1, "tock": 0.4},
    events={
        ("system", "connection_established"): Established,
        ("system", "subscription_confirmed"): Confirmed,
        ("system", "unsubscription_confirmed"): Confirmed,
        ("system", "pong"): Pong,
        ("system", "update"): Notice,
        ("tick", "update"): Tick,
        ("tock", "update"): Tock,
    },
    final_close_codes=frozenset({1008}),
    max_message_bytes=1024,
)
AUTO = replace(MANUAL, auto=True)


QUICK = Options(backoff_base_s=0.01, backoff_cap_s=0.05, patience=1000.0, proxy=None)


class Toy(EndpointClient):
    contract: ClassVar[Contract] = MANUAL

    @property
    def connection_established(self) -> Established | None:
        return self._newest(Established)

    async def subscribe(self, service: str) -> Confirmed:
        return await self._command(Confirmed, "subscribe", {"service": service})

    async def unsubscribe(self, service: str) -> Confirmed:
        return await self._command(Confirmed, "unsubscribe", {"service": service})

    async def ping(self, data: object = None) -> Pong:
        return await self._command(Pong, "ping", {"data": data})

    def updates(self, topic: str | None = None) -> Updates[Tick | Tock | Notice]:
        return self._updates(topic)


class AutoToy(Toy):
    contract: ClassVar[Contract] = AUTO


def options(**changes: Any) -> Options:
    """Return options for a gateway on this machine: quick to try again, and deaf to silence unless asked."""
    return replace(QUICK, **changes)
