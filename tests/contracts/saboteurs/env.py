"""Gateways that break one clause of ENV."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from tests.contracts.saboteurs.honest import Event, Honest

if TYPE_CHECKING:
    from contracts.document import Endpoint
    from tests.contracts.saboteurs.client import Client
    from tests.contracts.saboteurs.commands import Command, Mistake

__all__ = ["SABOTEURS"]

SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


class TwiceTheType(Honest):
    """The updates of a service have a key twice."""

    def encode(self, event: Event) -> str | bytes:
        frame = str(super().encode(event))
        return frame.replace("{", '{"type": "update", ', 1) if event["service"] == "market_data" else frame


class NotANumber(Honest):
    """A value that is not known is NaN."""

    def data(self, service: str, data: Any) -> Any:
        return {**data, "total_fees": float("nan")} if service == "onchain" else data


class Bytes(Honest):
    """Updates are binary frames."""

    def encode(self, event: Event) -> str | bytes:
        frame = str(super().encode(event))
        return frame.encode() if event["type"] == "update" else frame


class Numbered(Honest):
    """The envelope has a fifth key."""

    def event(self, service: str, type_: str, data: Any, at: datetime) -> Event:
        return {**super().event(service, type_, data, at), "sequence": 17}


class Timeless(Honest):
    """Updates have no timestamp."""

    def update(self, service: str, at: datetime) -> Event:
        update = super().update(service, at)
        del update["timestamp"]
        return update


class Heartbeats(Honest):
    """Now and then a frame comes whose type the contract does not know."""

    def tick(self, service: str) -> None:
        super().tick(service)
        if service == "scheduler":
            for client in self.clients:
                self.send(client, self.event("system", "heartbeat", {}, self.now()))


class Misnomer(Honest):
    """The updates of a service bear another name."""

    def encode(self, event: Event) -> str | bytes:
        return super().encode({**event, "service": "explorer"} if event["service"] == "explorers" else event)


class Overflow(Honest):
    """An address begins with an update of a service out of its scope."""

    def enter(self, endpoint: Endpoint) -> Client:
        client = super().enter(endpoint)
        if endpoint.path == "/ws/news":
            client.send(self.newest["sentiment"])
        return client


class LocalTime(Honest):
    """Instants are written in local time."""

    def stamp(self, at: datetime) -> str:
        return at.astimezone(timezone(2 * HOUR)).isoformat(timespec="milliseconds")


class Microseconds(Honest):
    """Instants are written in microseconds."""

    def stamp(self, at: datetime) -> str:
        return at.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


class ZonelessNews(Honest):
    """Articles are published at times without a zone."""

    def data(self, service: str, data: Any) -> Any:
        for article in data.get("articles", ()):
            article["published_at"] = article["published_at"].rstrip("Z")
        return data


class NumbersAsText(Honest):
    """A score is text."""

    def data(self, service: str, data: Any) -> Any:
        return {**data, "sentiment_score": "0.75"} if service == "sentiment" else data


class Underscored(Honest):
    """`from` has become `from_`, as it is called in the gateway's code."""

    def data(self, service: str, data: Any) -> Any:
        for transfer in data.get("large_transactions", ()):
            transfer["from_"] = transfer.pop("from")
        return data


class BareWords(Honest):
    """The link of an article is no URL."""

    def data(self, service: str, data: Any) -> Any:
        for article in data.get("articles", ()):
            article["url"] = "www.coindesk.com"
        return data


class NullHint(Honest):
    """An error without a hint has the hint null."""

    def refuse(self, client: Client, command: Command, mistake: Mistake) -> None:
        mistake.data.setdefault("hint", None)
        super().refuse(client, command, mistake)


class NullPrice(Honest):
    """The price of a coin that is not known is null."""

    def data(self, service: str, data: Any) -> Any:
        return {**data, "prices": {**data["prices"], "bitcoin": None}} if service == "market_data" else data


class Chatty(Honest):
    """Articles have a field that the contract does not declare."""

    def data(self, service: str, data: Any) -> Any:
        for article in data.get("articles", ()):
            article["author"] = "nobody"
        return data


class ChattyStatus(Honest):
    """The status has a field that the contract does not declare."""

    def status(self, client: Client) -> Event:
        return {**super().status(client), "uptime_s": 17}


class AnHourAhead(Honest):
    """The clock is an hour fast: local time that calls itself UTC."""

    def now(self) -> datetime:
        return super().now() + HOUR


class BackInTime(Honest):
    """The status bears a time before that of the greeting."""

    def event(self, service: str, type_: str, data: Any, at: datetime) -> Event:
        return super().event(service, type_, data, at - SECOND if type_ == "status" else at)


SABOTEURS: tuple[tuple[str, type[Honest]], ...] = (
    ("ENV-01", TwiceTheType),
    ("ENV-01", NotANumber),
    ("ENV-01", Bytes),
    ("ENV-02", Numbered),
    ("ENV-02", Timeless),
    ("ENV-03", Heartbeats),
    ("ENV-03", Misnomer),
    ("ENV-03", Overflow),
    ("ENV-04", LocalTime),
    ("ENV-04", Microseconds),
    ("ENV-04", ZonelessNews),
    ("ENV-05", NumbersAsText),
    ("ENV-05", Underscored),
    ("ENV-05", BareWords),
    ("ENV-06", NullHint),
    ("ENV-06", NullPrice),
    ("ENV-07", Chatty),
    ("ENV-07", ChattyStatus),
    ("ENV-08", AnHourAhead),
    ("ENV-08", BackInTime),
)
