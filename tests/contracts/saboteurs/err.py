"""Gateways that break one clause of ERR."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from tests.contracts.saboteurs.honest import Honest

if TYPE_CHECKING:
    from contracts.document import Document
    from tests.contracts.saboteurs.client import Client
    from tests.contracts.saboteurs.commands import Command, Mistake

__all__ = ["SABOTEURS"]


class Renaming(Honest):
    """Calls one code by another name."""

    old = ""
    new = ""

    def refuse(self, client: Client, command: Command, mistake: Mistake) -> None:
        if mistake.code == self.old:
            mistake.data["code"] = self.new
        super().refuse(client, command, mistake)


class SlamsTheDoor(Honest):
    """What is not JSON closes the connection."""

    def refuse(self, client: Client, command: Command, mistake: Mistake) -> None:
        if mistake.code == "invalid_json":
            client.close(1008)
        else:
            super().refuse(client, command, mistake)


class ThreeStrikes(Honest):
    """The third mistake of a connection closes it."""

    def __init__(self, document: Document, interval_scale: float) -> None:
        super().__init__(document, interval_scale)
        self.strikes: Counter[str] = Counter()

    def refuse(self, client: Client, command: Command, mistake: Mistake) -> None:
        self.strikes[client.id] += 1
        super().refuse(client, command, mistake)
        if self.strikes[client.id] == 3:
            client.close(1008)


class JsonIsAMessage(Renaming):
    """What is not JSON is called `invalid_message`."""

    old, new = "invalid_json", "invalid_message"


class FirstObjectCounts(Honest):
    """Of two objects in one frame the first is taken, the second forgotten."""

    def decode(self, text: str) -> Any:
        first, brace, _ = text.partition("}{")
        return super().decode(first + brace[:1])


class MessageIsJson(Renaming):
    """JSON that is no object is called `invalid_json`."""

    old, new = "invalid_message", "invalid_json"


class Batch(Honest):
    """An array of commands is carried out."""

    def decode(self, text: str) -> Any:
        value = super().decode(text)
        return value[0] if isinstance(value, list) and len(value) == 1 else value


class MissingIsUnknown(Renaming):
    """A missing action is called an unknown one."""

    old, new = "missing_action", "unknown_action"


class HelplessAboutActions(Honest):
    """An unknown action is not told which actions there are."""

    def refuse(self, client: Client, command: Command, mistake: Mistake) -> None:
        if mistake.code == "unknown_action":
            mistake.data.pop("supported_actions")
        super().refuse(client, command, mistake)


class AnyCase(Honest):
    """Actions are read in any case."""

    def decode(self, text: str) -> Any:
        value = super().decode(text)
        if isinstance(value, dict) and isinstance(value.get("action"), str):
            value["action"] = value["action"].lower()
        return value


class MissingIsInvalid(Renaming):
    """A missing service is called an invalid one."""

    old, new = "missing_service", "invalid_service"


class OtherWords(Honest):
    """The message about a service does not begin with `Invalid service`."""

    def refuse(self, client: Client, command: Command, mistake: Mistake) -> None:
        if mistake.code == "invalid_service":
            mistake.data["message"] = "There is no such service"
        super().refuse(client, command, mistake)


class OffersEverything(Honest):
    """Whoever names an invalid service is offered those of every address."""

    def refuse(self, client: Client, command: Command, mistake: Mistake) -> None:
        if mistake.code == "invalid_service":
            mistake.data["available_services"] = list(self.document.services)
        super().refuse(client, command, mistake)


class NotAvailableIsInvalid(Renaming):
    """A service out of scope is said not to exist."""

    old, new = "service_not_available", "invalid_service"


class YesMan(Honest):
    """Subscribing a service out of scope is confirmed."""

    def refuse(self, client: Client, command: Command, mistake: Mistake) -> None:
        if mistake.code == "service_not_available" and command["action"] == "subscribe":
            data = {"service": command["service"], "subscriptions": client.listed()}
            self.reply(client, command, "subscription_confirmed", data)
        else:
            super().refuse(client, command, mistake)


class NamesNoField(Honest):
    """`invalid_field` does not say which."""

    def refuse(self, client: Client, command: Command, mistake: Mistake) -> None:
        mistake.data.pop("field", None)
        super().refuse(client, command, mistake)


class AnyData(Honest):
    """A ping may carry anything; what is no object is forgotten."""

    def decode(self, text: str) -> Any:
        value = super().decode(text)
        if isinstance(value, dict) and not isinstance(value.get("data"), dict):
            value.pop("data", None)
        return value


class NoHint(Honest):
    """A misspelt name is not told what was probably meant."""

    def refuse(self, client: Client, command: Command, mistake: Mistake) -> None:
        mistake.data.pop("hint", None)
        super().refuse(client, command, mistake)


class FirstHint(Honest):
    """The hint is always the first name there is."""

    def refuse(self, client: Client, command: Command, mistake: Mistake) -> None:
        for key in ("supported_actions", "available_services"):
            if key in mistake.data:
                mistake.data["hint"] = mistake.data[key][0]
        super().refuse(client, command, mistake)


class ReadsBytes(Honest):
    """A binary frame is read like text."""

    def receive(self, client: Client, message: bytes, *, is_text: bool) -> None:
        super().receive(client, message, is_text=True)


class VagueAboutBytes(Honest):
    """A binary frame is closed with 1008."""

    def receive(self, client: Client, message: bytes, *, is_text: bool) -> None:
        if is_text:
            super().receive(client, message, is_text=is_text)
        else:
            client.close(1008)


class ReadsForEver(Honest):
    """There is no longest message."""

    def is_too_long(self, message: bytes) -> bool:
        return False


class CountsLetters(Honest):
    """The length of a message is counted in characters."""

    def is_too_long(self, message: bytes) -> bool:
        return len(message.decode(errors="replace")) > self.max_message_bytes


class TwoErrors(Honest):
    """A field that is wrong is an error, and the command another."""

    def refuse(self, client: Client, command: Command, mistake: Mistake) -> None:
        super().refuse(client, command, mistake)
        if mistake.code == "invalid_field":
            super().refuse(client, command, mistake)


class Talkative(Honest):
    """An error holds the line of code it comes from."""

    def refuse(self, client: Client, command: Command, mistake: Mistake) -> None:
        mistake.data["message"] += ' (File "gateway/commands.py", line 42)'
        super().refuse(client, command, mistake)


SABOTEURS: tuple[tuple[str, type[Honest]], ...] = (
    ("ERR-01", SlamsTheDoor),
    ("ERR-01", ThreeStrikes),
    ("ERR-02", JsonIsAMessage),
    ("ERR-02", FirstObjectCounts),
    ("ERR-03", MessageIsJson),
    ("ERR-03", Batch),
    ("ERR-04", MissingIsUnknown),
    ("ERR-05", HelplessAboutActions),
    ("ERR-05", AnyCase),
    ("ERR-06", MissingIsInvalid),
    ("ERR-07", OtherWords),
    ("ERR-07", OffersEverything),
    ("ERR-08", NotAvailableIsInvalid),
    ("ERR-08", YesMan),
    ("ERR-09", NamesNoField),
    ("ERR-09", AnyData),
    ("ERR-10", NoHint),
    ("ERR-10", FirstHint),
    ("ERR-11", ReadsBytes),
    ("ERR-11", VagueAboutBytes),
    ("ERR-12", ReadsForEver),
    ("ERR-12", CountsLetters),
    ("ERR-13", TwoErrors),
    ("ERR-14", Talkative),
)
