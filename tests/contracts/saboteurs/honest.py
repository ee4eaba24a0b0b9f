"""Honest: a small gateway that keeps the contract, written from the document alone.

What it decides stands in methods of its own, so that a saboteur is a subclass of a few lines.
"""

from __future__ import annotations

import asyncio
import json
import secrets
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from contracts.timestamp import to_text
from tests.contracts.saboteurs.client import Client
from tests.contracts.saboteurs.commands import Command, Mistake, decode, read_command
from tests.contracts.saboteurs.limited import Limited
from tests.contracts.saboteurs.resources import Answer, asked, problem
from tests.contracts.saboteurs.samples import moved

if TYPE_CHECKING:
    from contracts.document import Document, Endpoint

__all__ = ["Event", "Honest"]

Event = dict[str, Any]
NOTICE_INTERVAL_S = 30
MILLISECOND = timedelta(milliseconds=1)


class Honest(Limited):
    late = frozenset({"onchain"})
    """Services whose first values come only after somebody was told that there are none."""
    dead: frozenset[str] = frozenset()
    """Services whose values never come."""
    answers_pings = True
    """Whether it does so on the protocol's level."""

    def __init__(self, document: Document, interval_scale: float) -> None:
        super().__init__(document)
        self.document = document
        self.interval_scale = interval_scale
        self.clients: list[Client] = []
        self.newest: dict[str, str | bytes] = {}
        """The last frame of each service."""
        self.ticked: dict[str, datetime] = {}
        """When the last update of each service was made."""
        self.silent = self.late | self.dead
        """Services without values."""

    # ---- time

    def now(self) -> datetime:
        return datetime.now(UTC)  # noqa: TID251  a gateway of its own has a clock of its own

    def stamp(self, at: datetime) -> str:
        return to_text(at)

    def interval_s(self, service: str) -> float:
        """Return the real seconds between two updates."""
        return self.document.services[service].interval_s * self.interval_scale

    async def run(self) -> None:
        """Publish for ever."""
        for service in self.document.services:
            self.tick(service)
        async with asyncio.TaskGroup() as tasks:
            for service in self.document.services:
                tasks.create_task(self._ticks(service), name=f"ticks.{service}")
            tasks.create_task(self._notices(), name="notices")

    async def _ticks(self, service: str) -> None:
        loop = asyncio.get_running_loop()
        due = loop.time()
        while True:
            due += self.interval_s(service)
            await asyncio.sleep(due - loop.time())
            self.tick(service)

    async def _notices(self) -> None:
        while True:
            await asyncio.sleep(NOTICE_INTERVAL_S * self.interval_scale)
            self.notify(self.notice(self.now()))

    # ---- frames

    def event(self, service: str, type_: str, data: Any, at: datetime) -> Event:
        """Put data into the envelope."""
        return {"service": service, "type": type_, "data": data, "timestamp": self.stamp(at)}

    def update(self, service: str, at: datetime) -> Event:
        """Make the update of this instant."""
        sample = moved(self.document.messages[self.document.services[service].update].examples[0], at)
        return self.event(service, "update", self.data(service, sample["data"]), at)

    def data(self, service: str, data: Any) -> Any:
        """Return the data of an update."""
        return data

    def notice(self, at: datetime) -> Event:
        return moved(self.document.messages["SystemUpdate"].examples[0], at)

    def unavailable(self, service: str) -> Event:
        data = {"message": f"No data for {service} yet", "code": "source_unavailable", "service": service}
        return self.event("system", "error", data, self.now())

    def encode(self, event: Event) -> str | bytes:
        return json.dumps(event, ensure_ascii=False)

    # ---- publishing

    def tick(self, service: str) -> None:
        if service not in self.silent:
            # Ticks that were held up come at once, and no two updates of a service are of the same instant.
            before = self.ticked.get(service)
            at = self.now() if before is None else max(self.now(), before + MILLISECOND)
            self.ticked[service] = at
            self.publish(service, self.update(service, at))

    def publish(self, service: str, event: Event) -> None:
        self.newest[service] = self.encode(event)
        for client in self.listeners(service):
            client.send(self.newest[service])

    def notify(self, event: Event) -> None:
        for client in self.listeners("system"):
            client.send(self.encode(event))

    def listeners(self, topic: str) -> list[Client]:
        return [client for client in self.clients if topic in client.topics]

    def catch_up(self, client: Client, topics: set[str]) -> None:
        """Send what a new listener of some topics missed."""
        for topic in self.document.services:
            if topic in topics and topic in self.newest:
                client.send(self.newest[topic])
            elif topic in topics and topic in self.silent:
                self.send(client, self.unavailable(topic))
                self.silent -= self.late

    # ---- conversation

    def enter(self, endpoint: Endpoint) -> Client:
        """Take a client in and greet it."""
        at = self.now()
        client = Client(self.client_id(at), endpoint, at, at, self.commands(), self.mistakes())
        client.topics.update(endpoint.scope if endpoint.auto else ())
        self.clients.append(client)
        for event in self.greeting(client):
            self.send(client, event)
        self.catch_up(client, client.topics)
        return client

    def leave(self, client: Client) -> None:
        self.clients.remove(client)

    def client_id(self, at: datetime) -> str:
        return f"client_{secrets.randbits(63)}_{int(at.timestamp())}"

    def greeting(self, client: Client) -> list[Event]:
        """Return what a client gets before anything else."""
        at = client.connected_at
        events = [self.event("system", "connection_established", self.established(client), at)]
        if client.endpoint.welcome is not None:
            events.append(self.event("system", "welcome", self.welcome(client.endpoint), at))
        return events

    def established(self, client: Client) -> Any:
        return {
            "client_id": client.id,
            "endpoint": client.endpoint.path,
            "subscriptions": client.listed(),
            "available_services": list(client.endpoint.scope),
            "mode": "live",
        }

    def welcome(self, endpoint: Endpoint) -> Any:
        catalogue, short = (example["data"] for example in self.document.messages["WelcomeEvent"].examples)
        return catalogue if endpoint.welcome == "catalogue" else short

    def receive(self, client: Client, message: bytes, *, is_text: bool) -> None:
        """Take one frame of a client."""
        if not is_text:
            client.close(1003)
        elif self.is_too_long(message):
            client.close(1009)
        elif client.commands.take():
            client.last_activity = self.now()
            self.hear(client, message.decode(errors="surrogateescape"))
        else:
            self.turn_away(client, message.decode(errors="surrogateescape"))
            if self.is_excessive(client):
                client.close(1008)

    def decode(self, text: str) -> Any:
        """Read JSON. Raises Mistake."""
        return decode(text)

    def hear(self, client: Client, text: str) -> None:
        """Carry out a command, or say why not."""
        value = None
        try:
            value = self.decode(text)
            command = read_command(self.document, value, client.endpoint.scope)
        except Mistake as mistake:
            self.refuse(client, value if isinstance(value, dict) else {}, mistake)
        else:
            self.obey(client, command)

    def turn_away(self, client: Client, text: str) -> None:
        """Say that a command came too soon."""
        try:
            value = self.decode(text)
        except Mistake:
            value = {}
        mistake = Mistake("rate_limited", "Too many commands")
        self.answer_mistake(client, value if isinstance(value, dict) else {}, mistake)

    def obey(self, client: Client, command: Command) -> None:
        match command["action"]:
            case "subscribe":
                self.subscribe(client, command)
            case "unsubscribe":
                self.unsubscribe(client, command)
            case "get_status":
                self.reply(client, command, "status", self.status(client))
            case _:
                self.reply(client, command, "pong", self.pong(command))

    def subscribe(self, client: Client, command: Command) -> None:
        new = self.topics(client, command["service"]) - client.topics
        client.topics |= new
        self.reply(client, command, "subscription_confirmed", self.subscription(client, command))
        self.catch_up(client, new)

    def unsubscribe(self, client: Client, command: Command) -> None:
        client.topics -= self.given_up(client, command["service"])
        self.reply(client, command, "unsubscription_confirmed", self.subscription(client, command))

    def topics(self, client: Client, target: str) -> set[str]:
        """Return what subscribing a target adds."""
        return set(client.endpoint.scope) if target == "all" else {target}

    def given_up(self, client: Client, target: str) -> set[str]:
        """Return what unsubscribing a target takes away."""
        return set(client.topics) if target == "all" else {target}

    def subscription(self, client: Client, command: Command) -> Event:
        return {"service": command["service"], "subscriptions": client.listed()}

    def status(self, client: Client) -> Event:
        return {
            "client_id": client.id,
            "endpoint": client.endpoint.path,
            "connected_at": self.stamp(client.connected_at),
            "last_activity": self.stamp(client.last_activity),
            "subscriptions": client.listed(),
            "total_clients": len(self.clients),
        }

    def pong(self, command: Command) -> Event:
        return dict(command.get("data", {}))

    def refuse(self, client: Client, command: Command, mistake: Mistake) -> None:
        self.answer_mistake(client, command, mistake)
        if not client.mistakes.take():
            client.close(1008)

    def answer_mistake(self, client: Client, command: Command, mistake: Mistake) -> None:
        try:
            read_command(self.document, {"action": "get_status", "request_id": command["request_id"]}, ())
        except (Mistake, KeyError):
            command = {}
        self.reply(client, command, "error", mistake.data)

    def reply(self, client: Client, command: Command, type_: str, data: Event) -> None:
        if "request_id" in command:
            data = {**data, "request_id": command["request_id"]}
        self.send(client, self.event("system", type_, data, self.now()))

    def send(self, client: Client, event: Event) -> None:
        client.send(self.encode(event))

    def farewell(self, code: int) -> int:
        """Return the code that a client's close is answered with."""
        return code

    # ---- HTTP

    def admit(self, path: str) -> Endpoint | Answer:
        """Find the address that a client wants to be upgraded at, or refuse."""
        endpoint = self.document.endpoints.get(path)
        if endpoint is None:
            return problem(HTTPStatus.NOT_FOUND, "There is no such address", list(self.document.endpoints))
        return endpoint if self.handshakes.take() else self.too_many()

    def answer(self, method: str, path: str, host: str) -> Answer:
        """Answer a request that asks for no upgrade."""
        return asked(self, method, path, host)
