"""Gateways that break one clause of FUZ: each fails at what only a machine thinks of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.contracts.saboteurs.commands import Command, Mistake
from tests.contracts.saboteurs.honest import Honest

if TYPE_CHECKING:
    from tests.contracts.saboteurs.client import Client

__all__ = ["SABOTEURS"]


class Printable(Honest):
    """A `request_id` of control characters is an error."""

    def obey(self, client: Client, command: Command) -> None:
        if command.get("request_id", "").isprintable():
            super().obey(client, command)
        else:
            self.refuse(client, {}, Mistake("invalid_field", "`request_id` cannot be printed", field="request_id"))


class TakesNonsenseForPings(Honest):
    """An object of which no field is known is answered with a pong."""

    def decode(self, text: str) -> Any:
        value = super().decode(text)
        is_nonsense = isinstance(value, dict) and value and not {"action", "service"} & set(value)
        return {"action": "ping"} if is_nonsense else value


class AfraidOfNumbers(Honest):
    """A number of hundreds of digits is not answered."""

    def hear(self, client: Client, text: str) -> None:
        if "0" * 400 not in text:
            super().hear(client, text)


class OwnCode(Honest):
    """A mark of the byte order closes with a code that the contract does not know."""

    def hear(self, client: Client, text: str) -> None:
        if text.startswith("\ufeff"):
            client.close(4000)
        else:
            super().hear(client, text)


class Contagious(Honest):
    """A frame that is not UTF-8 closes every connection of the address."""

    def hear(self, client: Client, text: str) -> None:
        if "\udcff" not in text:
            super().hear(client, text)
            return
        for each in self.clients:
            if each.endpoint is client.endpoint:
                each.close(1011)


SABOTEURS: tuple[tuple[str, type[Honest]], ...] = (
    ("FUZ-01", Printable),
    ("FUZ-02", TakesNonsenseForPings),
    ("FUZ-03", AfraidOfNumbers),
    ("FUZ-03", OwnCode),
    ("FUZ-04", Contagious),
)
