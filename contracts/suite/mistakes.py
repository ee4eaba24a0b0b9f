"""Mistakes: frames that are no commands of the contract, with the code of the error that each deserves."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from contracts.document import Endpoint

__all__ = ["Mistake", "mistakes"]

NESTED = 4000
"""Arrays within arrays: more than a JSON reader must bear, in fewer bytes than a message may have."""
LONGEST_ID = 128


@dataclass(frozen=True, slots=True)
class Mistake:
    """A text frame, and the code of its error."""

    frame: str
    code: str
    field: str | None = None
    """The field at fault, of an `invalid_field`."""


def mistakes(endpoint: Endpoint, elsewhere: str | None) -> Iterator[Mistake]:
    """Yield the mistakes that can be made at an address; `elsewhere` is a service that it does not carry."""
    service = json.dumps(endpoint.scope[0])
    for frame in (
        "hello",
        "",
        '{"action": "ping"',
        '{"action": "ping"}{"action": "ping"}',
        "{'action': 'ping'}",
        '{"action": "ping", "data": {"a": NaN}}',
        '{"action": "ping", "data": {"a": "\\ud800"}}',
        "[" * NESTED + "]" * NESTED,
    ):
        yield Mistake(frame, "invalid_json")
    for frame in ('[{"action": "ping"}]', '"ping"', "17", "null", "true"):
        yield Mistake(frame, "invalid_message")
    for frame in ("{}", f'{{"service": {service}}}'):
        yield Mistake(frame, "missing_action")
    for frame in (
        f'{{"action": "subscripe", "service": {service}}}',
        '{"action": ["ping"]}',
        '{"action": null}',
        '{"action": "PING"}',
    ):
        yield Mistake(frame, "unknown_action")
    for action in ("subscribe", "unsubscribe"):
        yield Mistake(f'{{"action": "{action}"}}', "missing_service")
        for value in ('"no-such-service"', '{"name": "news"}', "null", "7", '""'):
            yield Mistake(f'{{"action": "{action}", "service": {value}}}', "invalid_service")
        if elsewhere is not None:
            yield Mistake(f'{{"action": "{action}", "service": "{elsewhere}"}}', "service_not_available")
    for value in ("7", "null", '""', f'"{"r" * (LONGEST_ID + 1)}"', '["r"]'):
        yield Mistake(f'{{"action": "ping", "request_id": {value}}}', "invalid_field", "request_id")
        yield Mistake(
            f'{{"action": "subscribe", "service": {service}, "request_id": {value}}}', "invalid_field", "request_id"
        )
    for value in ("[1]", '"text"', "7", "null"):
        yield Mistake(f'{{"action": "ping", "data": {value}}}', "invalid_field", "data")
