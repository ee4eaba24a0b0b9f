"""The updates that all servers send: the same text, its sequence number where a client finds it without parsing."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["FIRST", "TOPIC", "Template", "Update", "sequence_at"]

TOPIC = "market_data"
FIRST = 10_000_000
"""The first sequence number. All have the same number of digits, so that all updates of a size are as long."""

_DIGITS = len(str(FIRST))


@dataclass(frozen=True, slots=True)
class Update:
    """One update, in the forms in which servers want it."""

    topic: str
    sequence: int
    text: str
    """The JSON text."""
    event: Mapping[str, Any]
    """The same, not encoded: `json.dumps` without spaces gives `text`."""


class Template:
    """Makes updates of one topic and size. They look like quotes, so that encoding them costs what it should."""

    def __init__(self, topic: str, size_bytes: int) -> None:
        self._topic = topic
        self._data: dict[str, Any] = {"quotes": [], "rest": ""}
        missing = size_bytes - len(self._text(FIRST))
        for quote in map(_quote, count(1)):
            missing -= len(_encoded(quote)) + len(",")
            if missing < 0:
                break
            self._data["quotes"].append(quote)
        self._data["rest"] = "." * (size_bytes - len(self._text(FIRST)))
        self._tail = self._text(FIRST).partition(str(FIRST))[2]

    def update(self, sequence: int) -> Update:
        """Make the update with a sequence number."""
        text = f"{_head(self._topic)}{sequence}{self._tail}"
        return Update(self._topic, sequence, text, self._event(sequence))

    def _event(self, sequence: int) -> dict[str, Any]:
        return {"service": self._topic, "type": "update", "data": {"sequence": sequence, **self._data}}

    def _text(self, sequence: int) -> str:
        return _encoded(self._event(sequence))


def _quote(rank: int) -> dict[str, Any]:
    return {"id": f"coin-{rank}", "usd": 64_123.25 / rank, "change": -1.5 * rank, "volume": 10_000_000 + rank}


def _encoded(value: Mapping[str, Any]) -> str:
    return json.dumps(value, separators=(",", ":"))


def _head(topic: str) -> str:
    return f'{{"service":"{topic}","type":"update","data":{{"sequence":'


_HEAD = _head(TOPIC).encode()
_HEAD_BYTES = len(_HEAD)


def sequence_at(buffer: bytearray, start: int) -> int | None:
    """Return the sequence number of the update of TOPIC whose text starts here, None when it is something else."""
    digits = start + _HEAD_BYTES
    return int(buffer[digits : digits + _DIGITS]) if buffer[start:digits] == _HEAD else None
