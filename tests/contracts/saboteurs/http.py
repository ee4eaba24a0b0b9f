"""Gateways that break one clause of HTTP."""

from __future__ import annotations

import json
from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from tests.contracts.saboteurs.honest import Honest
from tests.contracts.saboteurs.resources import Answer, problem

if TYPE_CHECKING:
    from contracts.document import Document
    from tests.contracts.saboteurs.client import Client

__all__ = ["SABOTEURS"]


class Editor(Honest):
    """Changes what a resource holds."""

    path = ""

    def answer(self, method: str, path: str, host: str) -> Answer:
        answer = super().answer(method, path, host)
        if path != self.path or answer.status != HTTPStatus.OK:
            return answer
        return Answer(json.dumps(self.edited(json.loads(answer.body))).encode())

    def edited(self, body: Any) -> Any:
        raise NotImplementedError


class MinutesForSeconds(Editor):
    """`/ws/services` tells the interval of a service in minutes."""

    path = "/ws/services"

    def edited(self, body: Any) -> Any:
        body["data"]["data_collection"]["news"]["interval_s"] = 1
        return body


class UnlistedService(Editor):
    """`/ws/services` lacks a service."""

    path = "/ws/services"

    def edited(self, body: Any) -> Any:
        del body["data"]["integration"]["persistence"]
        return body


class UnlistedAddress(Editor):
    """`/ws/endpoints` lacks the alias."""

    path = "/ws/endpoints"

    def edited(self, body: Any) -> Any:
        del body["data"]["integration"]["/ws/ai"]
        return body


class ManualOnPaper(Editor):
    """`/ws/endpoints` says that /ws/all subscribes nothing by itself."""

    path = "/ws/endpoints"

    def edited(self, body: Any) -> Any:
        body["data"]["system"]["/ws/all"]["auto_subscribe"] = False
        return body


class Graveyard(Honest):
    """`/ws/stats` lists clients that have gone."""

    def __init__(self, document: Document, interval_scale: float) -> None:
        super().__init__(document, interval_scale)
        self.gone: list[Client] = []

    def leave(self, client: Client) -> None:
        super().leave(client)
        self.gone.append(client)

    def answer(self, method: str, path: str, host: str) -> Answer:
        here, self.clients = self.clients, [*self.clients, *self.gone]
        try:
            return super().answer(method, path, host)
        finally:
            self.clients = here


class CountsNobody(Editor):
    """`/ws/stats` counts no subscriptions."""

    path = "/ws/stats"

    def edited(self, body: Any) -> Any:
        body["data"]["subscription_counts"] = dict.fromkeys(body["data"]["subscription_counts"], 0)
        return body


class OlderContract(Editor):
    """`/asyncapi.json` is a contract in which a command is missing."""

    path = "/asyncapi.json"

    def edited(self, body: Any) -> Any:
        for key in [key for key in body["operations"] if key.endswith("Ping")]:
            del body["operations"][key]
        return body


class AnotherContract(Honest):
    """`/asyncapi.yaml` is a contract in which an address is another."""

    def answer(self, method: str, path: str, host: str) -> Answer:
        answer = super().answer(method, path, host)
        if path != "/asyncapi.yaml":
            return answer
        return replace(answer, body=answer.body.replace(b"address: /ws/news", b"address: /ws/newspaper"))


class NeverReady(Honest):
    """`/health/ready` is answered with 503."""

    def answer(self, method: str, path: str, host: str) -> Answer:
        answer = super().answer(method, path, host)
        return Answer(answer.body, 503) if path == "/health/ready" else answer


class Undescribed(Editor):
    """The OpenAPI document does not know `/ws/stats`."""

    path = "/schema"

    def edited(self, body: Any) -> Any:
        del body["paths"]["/ws/stats"]
        return body


class OtherThanDescribed(Editor):
    """`/ws/endpoints` has no descriptions, though the OpenAPI document promises them."""

    path = "/ws/endpoints"

    def edited(self, body: Any) -> Any:
        for listed in body["data"].values():
            for entry in listed.values():
                del entry["description"]
        return body


class CurtAboutNothing(Honest):
    """A resource that does not exist is refused in plain text."""

    def answer(self, method: str, path: str, host: str) -> Answer:
        answer = super().answer(method, path, host)
        return Answer(b"no", 404, "text/plain") if answer.status == HTTPStatus.NOT_FOUND else answer


class SeesOther(Honest):
    """A resource that does not exist is forbidden."""

    def answer(self, method: str, path: str, host: str) -> Answer:
        answer = super().answer(method, path, host)
        return problem(HTTPStatus.FORBIDDEN, "No") if answer.status == HTTPStatus.NOT_FOUND else answer


SABOTEURS: tuple[tuple[str, type[Honest]], ...] = (
    ("HTTP-01", MinutesForSeconds),
    ("HTTP-01", UnlistedService),
    ("HTTP-02", UnlistedAddress),
    ("HTTP-02", ManualOnPaper),
    ("HTTP-03", Graveyard),
    ("HTTP-03", CountsNobody),
    ("HTTP-04", OlderContract),
    ("HTTP-04", AnotherContract),
    ("HTTP-05", NeverReady),
    ("HTTP-06", Undescribed),
    ("HTTP-07", OtherThanDescribed),
    ("HTTP-08", CurtAboutNothing),
    ("HTTP-08", SeesOther),
)
