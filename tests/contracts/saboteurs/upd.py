"""Gateways that break one clause of UPD."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.contracts.saboteurs.honest import Event, Honest

if TYPE_CHECKING:
    from datetime import datetime

    from contracts.document import Document, Endpoint
    from tests.contracts.saboteurs.client import Client
    from tests.contracts.saboteurs.commands import Command

__all__ = ["SABOTEURS"]


class Dumb(Honest):
    """One service never sends anything."""

    def tick(self, service: str) -> None:
        if service != "rpc_nodes":
            super().tick(service)


class Sluggish(Honest):
    """One service sends at four times its interval."""

    def interval_s(self, service: str) -> float:
        return super().interval_s(service) * (4 if service == "market_data" else 1)


class Hasty(Honest):
    """One service sends at a third of its interval."""

    def interval_s(self, service: str) -> float:
        return super().interval_s(service) / (3 if service == "explorers" else 1)


class NoSnapshot(Honest):
    """Whoever subscribes waits for the next update."""

    def subscribe(self, client: Client, command: Command) -> None:
        newest, self.newest = self.newest, {}
        super().subscribe(client, command)
        self.newest = newest


class OldSnapshot(Honest):
    """Whoever subscribes for the first time gets the update before the newest one."""

    def __init__(self, document: Document, interval_scale: float) -> None:
        super().__init__(document, interval_scale)
        self.older: dict[str, str | bytes] = {}
        self.known: set[str] = set()

    def publish(self, service: str, event: Event) -> None:
        if service in self.newest:
            self.older[service] = self.newest[service]
        super().publish(service, event)

    def subscribe(self, client: Client, command: Command) -> None:
        newest, older = self.newest, {} if client.id in self.known else self.older
        self.newest = {**newest, **older}
        super().subscribe(client, command)
        self.newest = newest
        self.known.add(client.id)


class OneMore(Honest):
    """An update comes after leaving was confirmed."""

    def unsubscribe(self, client: Client, command: Command) -> None:
        left = command["service"] in client.topics
        super().unsubscribe(client, command)
        if left and command["service"] in self.newest:
            client.send(self.newest[command["service"]])


class NoEscape(Honest):
    """Whoever has subscribed gets updates for ever."""

    def __init__(self, document: Document, interval_scale: float) -> None:
        super().__init__(document, interval_scale)
        self.captured: dict[str, set[str]] = {}

    def subscribe(self, client: Client, command: Command) -> None:
        super().subscribe(client, command)
        self.captured.setdefault(client.id, set()).update(client.topics)

    def listeners(self, topic: str) -> list[Client]:
        return [
            client for client in self.clients if topic in client.topics or topic in self.captured.get(client.id, ())
        ]


class Overture(Honest):
    """Every address sends one service until the client says what it wants."""

    def listeners(self, topic: str) -> list[Client]:
        silent = [client for client in self.clients if client.last_activity == client.connected_at]
        played = [client for client in silent if topic == "market_data" and topic in client.endpoint.scope]
        return [*super().listeners(topic), *(client for client in played if topic not in client.topics)]


class TownCrier(Honest):
    """Notices go to whoever has not said yet that they are not wanted."""

    def listeners(self, topic: str) -> list[Client]:
        silent = [client for client in self.clients if client.last_activity == client.connected_at]
        return [*super().listeners(topic), *(silent if topic == "system" else ())]


class NoOverture(Honest):
    """Addresses that subscribe by themselves begin with the next update."""

    def enter(self, endpoint: Endpoint) -> Client:
        newest, self.newest = self.newest, {}
        try:
            return super().enter(endpoint)
        finally:
            self.newest = newest


class AliasBeginsLater(Honest):
    """The alias begins with the next update."""

    def enter(self, endpoint: Endpoint) -> Client:
        newest = self.newest
        self.newest = {} if endpoint.alias_of is not None else newest
        try:
            return super().enter(endpoint)
        finally:
            self.newest = newest


class PersonalPrices(Honest):
    """Every subscriber gets a price of its own."""

    def publish(self, service: str, event: Event) -> None:
        if service != "market_data":
            super().publish(service, event)
            return
        for number, client in enumerate(self.listeners(service)):
            event["data"]["prices"]["bitcoin"] = 87000 + number
            self.send(client, event)
        self.newest[service] = self.encode(event)


class Prophet(Honest):
    """Values are of an instant that is still to come."""

    def data(self, service: str, data: Any) -> Any:
        return {**data, "as_of": data["timestamp"].replace("20", "21", 1)} if service == "rpc_nodes" else data


class Nameless(Honest):
    """Values come from a source without a name."""

    def data(self, service: str, data: Any) -> Any:
        return {**data, "source": ""} if "source" in data else data


class Masquerade(Honest):
    """The greeting says that the data is simulated, and the updates that it is not."""

    def established(self, client: Client) -> Any:
        return {**super().established(client), "mode": "demo"}


class Frozen(Honest):
    """The timestamps of updates have no milliseconds."""

    def update(self, service: str, at: datetime) -> Event:
        return super().update(service, at.replace(microsecond=0))


class Laments(Honest):
    """That a service has no data is told at every tick."""

    dead = frozenset({"sentiment"})

    def tick(self, service: str) -> None:
        super().tick(service)
        if service in self.dead:
            for client in self.listeners(service):
                self.send(client, self.unavailable(service))


class LosesHeart(Honest):
    """A service that had data says now and then that it has none."""

    def tick(self, service: str) -> None:
        super().tick(service)
        if service == "whale_tracking":
            for client in self.listeners(service):
                self.send(client, self.unavailable(service))


SABOTEURS: tuple[tuple[str, type[Honest]], ...] = (
    ("UPD-01", Dumb),
    ("UPD-02", Sluggish),
    ("UPD-02", Hasty),
    ("UPD-03", NoSnapshot),
    ("UPD-03", OldSnapshot),
    ("UPD-04", OneMore),
    ("UPD-04", NoEscape),
    ("UPD-05", Overture),
    ("UPD-05", TownCrier),
    ("UPD-06", NoOverture),
    ("UPD-06", AliasBeginsLater),
    ("UPD-07", PersonalPrices),
    ("UPD-08", Prophet),
    ("UPD-08", Nameless),
    ("UPD-08", Masquerade),
    ("UPD-09", Frozen),
    ("UPD-10", Laments),
    ("UPD-10", LosesHeart),
)
