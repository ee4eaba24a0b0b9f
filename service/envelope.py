"""Frame: one event, encoded once, sent to however many clients want it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import BaseModel

__all__ = ["Frame", "encode"]


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """An encoded event. All its receivers share this object."""

    type: str
    """The event's `type`, such as `update`."""
    topic: str
    """The service whose listeners it is for; of two unsent frames of a topic only the newer one counts."""
    text: str
    """The JSON text."""
    event: Mapping[str, object]
    """The ASGI event that sends it, made once too."""
    size_bytes: int
    """The text in UTF-8."""


def encode(event: BaseModel, topic: str) -> Frame:
    """Encode an event of the contract."""
    text = event.model_dump_json()
    size_bytes = len(text) if text.isascii() else len(text.encode())
    kind: str = event.type  # type: ignore[attr-defined]  # every event has one; the generated models share no class
    return Frame(kind, topic, text, {"type": "websocket.send", "text": text}, size_bytes)
