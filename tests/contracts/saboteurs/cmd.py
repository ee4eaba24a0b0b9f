"""Gateways that break one clause of CMD."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from typing import TYPE_CHECKING, Any

from tests.contracts.saboteurs.commands import Command, Mistake
from tests.contracts.saboteurs.honest import Event, Honest

if TYPE_CHECKING:
    from contracts.document import Document
    from tests.contracts.saboteurs.client import Client

__all__ = ["SABOTEURS"]

FIELDS = {"action", "service", "data", "request_id"}
LOST = 400
"""How many commands are answered before one is not, when they come at once."""
AT_ONCE_S = 1.0


class NeverTells(Honest):
    """`get_status` is not answered."""

    def obey(self, client: Client, command: Command) -> None:
        if command["action"] != "get_status":
            super().obey(client, command)


class Echo(Honest):
    """At one address a ping is answered twice."""

    def reply(self, client: Client, command: Command, type_: str, data: Event) -> None:
        super().reply(client, command, type_, data)
        if type_ == "pong" and client.endpoint.path == "/ws/whale_tracking":
            super().reply(client, command, type_, data)


class PongForStatus(Honest):
    """At one address `get_status` is answered with a pong."""

    def obey(self, client: Client, command: Command) -> None:
        if command["action"] == "get_status" and client.endpoint.path == "/ws/news":
            self.reply(client, command, "pong", {})
        else:
            super().obey(client, command)


class SlowStatus(Honest):
    """The status comes a moment later than the replies to the commands after it."""

    def obey(self, client: Client, command: Command) -> None:
        if command["action"] == "get_status":
            asyncio.get_running_loop().call_later(0.005, super().obey, client, command)
        else:
            super().obey(client, command)


class ForgetsRequestIds(Honest):
    """No reply carries a `request_id`."""

    def reply(self, client: Client, command: Command, type_: str, data: Event) -> None:
        super().reply(client, {}, type_, data)


class ForgetsRequestIdsOfMistakes(Honest):
    """Errors carry no `request_id`."""

    def refuse(self, client: Client, command: Command, mistake: Mistake) -> None:
        super().refuse(client, {}, mistake)


class ShortRequestIds(Honest):
    """Of a `request_id` the first 64 characters come back."""

    def reply(self, client: Client, command: Command, type_: str, data: Event) -> None:
        short = {"request_id": command["request_id"][:64]} if "request_id" in command else {}
        super().reply(client, {**command, **short}, type_, data)


class InventsRequestIds(Honest):
    """A status has a `request_id` though none was given."""

    def status(self, client: Client) -> Event:
        return {**super().status(client), "request_id": "none"}


class EmptyPong(Honest):
    """A pong comes without the data of the ping."""

    def pong(self, command: Command) -> Event:
        return {}


class RoundedPong(Honest):
    """Whole numbers beyond 2**31 come back as 2**31."""

    def pong(self, command: Command) -> Event:
        return {
            key: min(value, 2**31) if isinstance(value, int) else value for key, value in super().pong(command).items()
        }


class AloneInTheWorld(Honest):
    """The status counts one client."""

    def status(self, client: Client) -> Event:
        return {**super().status(client), "total_clients": 1}


class StatusOfTheAddress(Honest):
    """The status tells another address."""

    def status(self, client: Client) -> Event:
        return {**super().status(client), "endpoint": "/ws/master" if client.endpoint.path == "/ws" else "/ws"}


class Pedant(Honest):
    """A field that a command does not know is an error."""

    def obey(self, client: Client, command: Command) -> None:
        unknown = sorted(set(command) - FIELDS)
        if unknown:
            mistake = Mistake("invalid_field", f"There is no field {unknown[0]}", field=unknown[0])
            self.refuse(client, command, mistake)
        else:
            super().obey(client, command)


class FirstCounts(Honest):
    """Of a key that stands twice the first one counts."""

    def decode(self, text: str) -> Any:
        super().decode(text)
        return json.loads(text, object_pairs_hook=lambda pairs: dict(reversed(pairs)))


class ShortSighted(Honest):
    """The longest message is one byte shorter than the contract says."""

    def __init__(self, document: Document, interval_scale: float) -> None:
        super().__init__(document, interval_scale)
        self.max_message_bytes = document.max_message_bytes - 1


class ForgetsUnderLoad(Honest):
    """Of hundreds of commands at once one is not answered."""

    def __init__(self, document: Document, interval_scale: float) -> None:
        super().__init__(document, interval_scale)
        self.obeyed: deque[float] = deque(maxlen=LOST)
        """When the newest commands came."""

    def obey(self, client: Client, command: Command) -> None:
        self.obeyed.append(asyncio.get_running_loop().time())
        if len(self.obeyed) < LOST or self.obeyed[-1] - self.obeyed[0] > AT_ONCE_S:
            super().obey(client, command)
        else:
            self.obeyed.clear()


SABOTEURS: tuple[tuple[str, type[Honest]], ...] = (
    ("CMD-01", NeverTells),
    ("CMD-01", Echo),
    ("CMD-01", PongForStatus),
    ("CMD-02", SlowStatus),
    ("CMD-03", ForgetsRequestIds),
    ("CMD-03", ForgetsRequestIdsOfMistakes),
    ("CMD-03", ShortRequestIds),
    ("CMD-03", InventsRequestIds),
    ("CMD-04", EmptyPong),
    ("CMD-04", RoundedPong),
    ("CMD-05", AloneInTheWorld),
    ("CMD-05", StatusOfTheAddress),
    ("CMD-06", Pedant),
    ("CMD-07", FirstCounts),
    ("CMD-08", ShortSighted),
    ("CMD-09", ForgetsUnderLoad),
)
