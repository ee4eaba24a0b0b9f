"""Gateways that break one clause of LIM."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.contracts.saboteurs.bucket import Bucket
from tests.contracts.saboteurs.commands import Mistake, read_command
from tests.contracts.saboteurs.honest import Honest
from tests.contracts.saboteurs.limited import MINUTE_S

if TYPE_CHECKING:
    from tests.contracts.saboteurs.client import Client
    from tests.contracts.saboteurs.commands import Command
    from tests.contracts.saboteurs.resources import Answer

__all__ = ["SABOTEURS"]


class Stingy(Honest):
    """A connection may give one command less at once than the contract says."""

    def commands(self) -> Bucket:
        return Bucket(self.limits.commands_at_once - 1, 1 / self.limits.commands_per_s)


class SlowToForget(Honest):
    """A connection that has given all its commands gets new ones at half the rate."""

    def commands(self) -> Bucket:
        return Bucket(self.limits.commands_at_once, 2 / self.limits.commands_per_s)


class Touchy(Honest):
    """A connection may make one mistake less than the contract says."""

    def mistakes(self) -> Bucket:
        return Bucket(self.limits.mistakes_per_min - 1, MINUTE_S / self.limits.mistakes_per_min)


class ScoldsAndObeys(Honest):
    """A command that came too soon is refused, and carried out."""

    def turn_away(self, client: Client, text: str) -> None:
        super().turn_away(client, text)
        try:
            command = read_command(self.document, self.decode(text), client.endpoint.scope)
        except Mistake:
            return
        if command["action"] == "subscribe":
            client.topics |= self.topics(client, command["service"])


class ForgetsWhomItScolds(Honest):
    """The error of a command that came too soon has no `request_id`."""

    def answer_mistake(self, client: Client, command: Command, mistake: Mistake) -> None:
        super().answer_mistake(client, {} if mistake.code == "rate_limited" else command, mistake)


class SlamsAtHaste(Honest):
    """The first command that comes too soon ends the connection."""

    def turn_away(self, client: Client, text: str) -> None:
        client.close(1008)


class Boundless(Honest):
    """Commands may come as fast as they can."""

    def commands(self) -> Bucket:
        return Bucket(1, 0)


class Patient(Honest):
    """Whoever gives too many commands is told so for ever."""

    def is_excessive(self, client: Client) -> bool:
        return False


class Forgiving(Honest):
    """Mistakes are answered, however many there are."""

    def mistakes(self) -> Bucket:
        return Bucket(1, 0)


class LastStraw(Honest):
    """The mistake that is one too many is not answered."""

    def refuse(self, client: Client, command: Command, mistake: Mistake) -> None:
        if client.mistakes.take():
            self.answer_mistake(client, command, mistake)
        else:
            client.close(1008)


class CurtAboutHaste(Honest):
    """A handshake that comes too soon is refused in plain text."""

    def too_many(self) -> Answer:
        return replace(super().too_many(), body=b"no", media_type="text/plain")


class WithoutPromise(Honest):
    """A handshake that comes too soon is not told when to come again."""

    def too_many(self) -> Answer:
        return replace(super().too_many(), headers={})


SABOTEURS: tuple[tuple[str, type[Honest]], ...] = (
    ("LIM-01", Stingy),
    ("LIM-01", SlowToForget),
    ("LIM-01", Touchy),
    ("LIM-02", ScoldsAndObeys),
    ("LIM-02", ForgetsWhomItScolds),
    ("LIM-02", SlamsAtHaste),
    ("LIM-03", Boundless),
    ("LIM-04", Patient),
    ("LIM-05", Forgiving),
    ("LIM-05", LastStraw),
    ("LIM-06", CurtAboutHaste),
    ("LIM-06", WithoutPromise),
)
