"""Gateways that break one clause of SEQ: each needs more than one step to go wrong."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.contracts.saboteurs.honest import Event, Honest
from tests.contracts.saboteurs.resources import Answer

if TYPE_CHECKING:
    from contracts.document import Document
    from tests.contracts.saboteurs.client import Client
    from tests.contracts.saboteurs.commands import Command, Mistake

__all__ = ["SABOTEURS"]


class Shocked(Honest):
    """After a mistake the status lists nothing."""

    def __init__(self, document: Document, interval_scale: float) -> None:
        super().__init__(document, interval_scale)
        self.shocked: set[str] = set()

    def refuse(self, client: Client, command: Command, mistake: Mistake) -> None:
        super().refuse(client, command, mistake)
        self.shocked.add(client.id)

    def status(self, client: Client) -> Event:
        listed = [] if client.id in self.shocked else client.listed()
        return {**super().status(client), "subscriptions": listed}


class LongMemory(Honest):
    """`/ws/stats` lists what a client was ever subscribed to."""

    def __init__(self, document: Document, interval_scale: float) -> None:
        super().__init__(document, interval_scale)
        self.ever: dict[str, set[str]] = {}

    def unsubscribe(self, client: Client, command: Command) -> None:
        self.ever.setdefault(client.id, set()).update(client.topics)
        super().unsubscribe(client, command)

    def answer(self, method: str, path: str, host: str) -> Answer:
        answer = super().answer(method, path, host)
        if path != "/ws/stats" or answer.status != 200:
            return answer
        body: Any = json.loads(answer.body)
        for entry in body["data"]["clients"]:
            entry["subscriptions"] = sorted({*entry["subscriptions"], *self.ever.get(entry["client_id"], ())})
        return Answer(json.dumps(body).encode())


class Sulks(Honest):
    """After a mistake the updates stop."""

    def __init__(self, document: Document, interval_scale: float) -> None:
        super().__init__(document, interval_scale)
        self.sulking: set[str] = set()

    def refuse(self, client: Client, command: Command, mistake: Mistake) -> None:
        super().refuse(client, command, mistake)
        self.sulking.add(client.id)

    def listeners(self, topic: str) -> list[Client]:
        return [client for client in super().listeners(topic) if client.id not in self.sulking]


SABOTEURS: tuple[tuple[str, type[Honest]], ...] = (
    ("SEQ-01", Shocked),
    ("SEQ-02", LongMemory),
    ("SEQ-03", Sulks),
)
