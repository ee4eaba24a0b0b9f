"""Gateways that break one clause of CON."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from tests.contracts.saboteurs.honest import Event, Honest
from tests.contracts.saboteurs.resources import Answer, problem

if TYPE_CHECKING:
    from datetime import datetime

    from contracts.document import Endpoint
    from tests.contracts.saboteurs.client import Client

__all__ = ["SABOTEURS"]


class ClosedAddress(Honest):
    """One address of the contract is refused."""

    def admit(self, path: str) -> Endpoint | Answer:
        if path == "/ws/sentiment":
            return problem(HTTPStatus.SERVICE_UNAVAILABLE, "Not today")
        return super().admit(path)


class NoGreeting(Honest):
    """Addresses that subscribe by themselves begin with updates."""

    def greeting(self, client: Client) -> list[Event]:
        return [] if client.endpoint.auto else super().greeting(client)


class Silence(Honest):
    """One address says nothing until it is asked."""

    def enter(self, endpoint: Endpoint) -> Client:
        client = super().enter(endpoint)
        while endpoint.path == "/ws/integration" and not client.outbox.empty():
            client.outbox.get_nowait()
        return client


class WelcomeFirst(Honest):
    """`welcome` comes before `connection_established`."""

    def greeting(self, client: Client) -> list[Event]:
        return super().greeting(client)[::-1]


class AlphabeticalScope(Honest):
    """The greeting sorts the services by name."""

    def established(self, client: Client) -> Any:
        return {**super().established(client), "available_services": sorted(client.endpoint.scope)}


class OneAddressForAll(Honest):
    """The greeting says that every address is /ws."""

    def established(self, client: Client) -> Any:
        return {**super().established(client), "endpoint": "/ws"}


class SecretSubscriptions(Honest):
    """The greeting of an automatic address does not list what it has subscribed."""

    def established(self, client: Client) -> Any:
        told = super().established(client)
        # Not at the address that has an alias, which would seem to differ from it.
        return told if client.endpoint.scope == ("huggingface",) else {**told, "subscriptions": []}


class NoWelcome(Honest):
    """/ws does not say welcome."""

    def greeting(self, client: Client) -> list[Event]:
        events = super().greeting(client)
        return events[:1] if client.endpoint.path == "/ws" else events


class CatalogueWithoutCategory(Honest):
    """The catalogue of /ws/master lacks the monitoring services."""

    def welcome(self, endpoint: Endpoint) -> Any:
        welcome = super().welcome(endpoint)
        catalogue = welcome.get("available_services")
        if catalogue is None:
            return welcome
        return {**welcome, "available_services": {key: catalogue[key] for key in catalogue if key != "monitoring"}}


class UsageOfNothing(Honest):
    """The usage of /ws/master does not tell how to unsubscribe."""

    def welcome(self, endpoint: Endpoint) -> Any:
        welcome = super().welcome(endpoint)
        return {**welcome, "usage": {key: welcome["usage"][key] for key in welcome["usage"] if key != "unsubscribe"}}


class SecondHandNames(Honest):
    """A new client gets the name of one that has gone."""

    def client_id(self, at: datetime) -> str:
        taken = {client.id for client in self.clients}
        return next(name for number in range(1000) if (name := f"client_{number}_1763893800") not in taken)


class AliasOfAnother(Honest):
    """The greeting of /ws/ai lists a service more than that of /ws/huggingface."""

    def established(self, client: Client) -> Any:
        told = super().established(client)
        if client.endpoint.alias_of is not None:
            told["available_services"] = [*told["available_services"], "persistence"]
        return told


class DeafToPings(Honest):
    """Pings of the protocol are not answered."""

    answers_pings = False


class OwnFarewell(Honest):
    """A close is answered with another code."""

    def farewell(self, code: int) -> int:
        return 1001


class OpenHouse(Honest):
    """An address that does not exist opens like /ws."""

    def admit(self, path: str) -> Endpoint | Answer:
        return super().admit(path if path in self.document.endpoints else "/ws")


class Forbidding(Honest):
    """An address that does not exist is refused with 403."""

    def admit(self, path: str) -> Endpoint | Answer:
        return super().admit(path) if path in self.document.endpoints else problem(HTTPStatus.FORBIDDEN, "No")


class PuzzledByBrowsers(Honest):
    """A plain GET of an address is a bad request."""

    def answer(self, method: str, path: str, host: str) -> Answer:
        if path in self.document.endpoints:
            return problem(HTTPStatus.BAD_REQUEST, "No upgrade was asked for")
        return super().answer(method, path, host)


class CurtRefusal(Honest):
    """A connection to an address that does not exist is told why in plain text."""

    def admit(self, path: str) -> Endpoint | Answer:
        return super().admit(path) if path in self.document.endpoints else Answer(b"no", 404, "text/plain")


SABOTEURS: tuple[tuple[str, type[Honest]], ...] = (
    ("CON-01", ClosedAddress),
    ("CON-02", NoGreeting),
    ("CON-02", Silence),
    ("CON-02", WelcomeFirst),
    ("CON-03", AlphabeticalScope),
    ("CON-03", OneAddressForAll),
    ("CON-03", SecretSubscriptions),
    ("CON-04", NoWelcome),
    ("CON-04", CatalogueWithoutCategory),
    ("CON-04", UsageOfNothing),
    ("CON-05", SecondHandNames),
    ("CON-06", AliasOfAnother),
    ("CON-07", DeafToPings),
    ("CON-07", OwnFarewell),
    ("CON-08", OpenHouse),
    ("CON-08", Forbidding),
    ("CON-09", PuzzledByBrowsers),
    ("CON-10", CurtRefusal),
)
