"""Gateways that break one clause of SUB."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.contracts.saboteurs.commands import Command, Mistake, invalid_service
from tests.contracts.saboteurs.honest import Event, Honest

if TYPE_CHECKING:
    from tests.contracts.saboteurs.client import Client

__all__ = ["SABOTEURS"]


class ConfirmsSomethingElse(Honest):
    """`subscription_confirmed` names another service than the command."""

    def subscription(self, client: Client, command: Command) -> Event:
        told = super().subscription(client, command)
        return {**told, "service": "something"} if command["action"] == "subscribe" else told


class ListsTheNewest(Honest):
    """`subscription_confirmed` lists what the command named, and not what was subscribed before."""

    def subscription(self, client: Client, command: Command) -> Event:
        told = super().subscription(client, command)
        if command["action"] == "subscribe" and command["service"] != "all":
            told["subscriptions"] = [command["service"]]
        return told


class OnceOnly(Honest):
    """Subscribing twice is an error, except for what an address subscribed by itself."""

    def subscribe(self, client: Client, command: Command) -> None:
        if command["service"] in client.topics and not client.endpoint.auto:
            self.refuse(client, command, Mistake("internal_error", "You have that already"))
        else:
            super().subscribe(client, command)


class Toggle(Honest):
    """Subscribing twice is unsubscribing."""

    def subscribe(self, client: Client, command: Command) -> None:
        if command["service"] in client.topics:
            client.topics.remove(command["service"])
            self.reply(client, command, "subscription_confirmed", self.subscription(client, command))
        else:
            super().subscribe(client, command)


class AlphabeticalAll(Honest):
    """`all` is listed in alphabetical order."""

    def subscription(self, client: Client, command: Command) -> Event:
        return {**super().subscription(client, command), "subscriptions": sorted(client.listed())}


class AlmostAll(Honest):
    """`all` forgets a service."""

    def topics(self, client: Client, target: str) -> set[str]:
        return super().topics(client, target) - ({"scheduler"} if target == "all" else set())


class LeavesSomethingElse(Honest):
    """`unsubscription_confirmed` names another service than the command."""

    def subscription(self, client: Client, command: Command) -> Event:
        told = super().subscription(client, command)
        return {**told, "service": "something"} if command["action"] == "unsubscribe" else told


class AllOrNothing(Honest):
    """After `all`, leaving one service leaves them all."""

    def given_up(self, client: Client, target: str) -> set[str]:
        subscribed_all = not client.endpoint.auto and set(client.endpoint.scope) <= client.topics
        return super().given_up(client, "all" if subscribed_all else target)


class SystemStays(Honest):
    """Unsubscribing `all` leaves `system` subscribed."""

    def given_up(self, client: Client, target: str) -> set[str]:
        return super().given_up(client, target) - ({"system"} if target == "all" else set())


class LeftOnTheList(Honest):
    """When `all` is left, the confirmation goes on listing a service."""

    def subscription(self, client: Client, command: Command) -> Event:
        told = super().subscription(client, command)
        is_left = command["action"] == "unsubscribe" and command["service"] == "all"
        return {**told, "subscriptions": [client.endpoint.scope[0]]} if is_left else told


class NothingToLeave(Honest):
    """Leaving what was not subscribed is an error."""

    def unsubscribe(self, client: Client, command: Command) -> None:
        if command["service"] != "all" and command["service"] not in client.topics:
            mistake = invalid_service("invalid_service", command["service"], client.endpoint.scope)
            self.refuse(client, command, mistake)
        else:
            super().unsubscribe(client, command)


class SystemInAll(Honest):
    """At automatic addresses `all` includes `system`."""

    def topics(self, client: Client, target: str) -> set[str]:
        added = {"system"} if target == "all" and client.endpoint.auto else set()
        return super().topics(client, target) | added


class SystemHere(Honest):
    """`system` can be subscribed only where everything can."""

    def subscribe(self, client: Client, command: Command) -> None:
        if command["service"] == "system" and len(client.endpoint.scope) < len(self.document.services):
            mistake = invalid_service("service_not_available", command["service"], client.endpoint.scope)
            self.refuse(client, command, mistake)
        else:
            super().subscribe(client, command)


class OneStatusForAll(Honest):
    """The status lists what anybody at this address has subscribed."""

    def status(self, client: Client) -> Event:
        shared = {topic for each in self.clients if each.endpoint is client.endpoint for topic in each.topics}
        listed = [name for name in (*client.endpoint.scope, "system") if name in shared]
        return {**super().status(client), "subscriptions": listed}


class AutomaticForEver(Honest):
    """What an address subscribed by itself stays on the list after it was left."""

    def subscription(self, client: Client, command: Command) -> Event:
        told = super().subscription(client, command)
        is_left = command["action"] == "unsubscribe" and client.endpoint.auto
        return {**told, "subscriptions": list(client.endpoint.scope)} if is_left else told


SABOTEURS: tuple[tuple[str, type[Honest]], ...] = (
    ("SUB-01", ConfirmsSomethingElse),
    ("SUB-01", ListsTheNewest),
    ("SUB-02", OnceOnly),
    ("SUB-02", Toggle),
    ("SUB-03", AlphabeticalAll),
    ("SUB-03", AlmostAll),
    ("SUB-04", LeavesSomethingElse),
    ("SUB-05", AllOrNothing),
    ("SUB-06", SystemStays),
    ("SUB-06", LeftOnTheList),
    ("SUB-07", NothingToLeave),
    ("SUB-08", SystemInAll),
    ("SUB-08", SystemHere),
    ("SUB-09", OneStatusForAll),
    ("SUB-10", AutomaticForEver),
)
