"""Frame: one text of the gateway, read with tolerance."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import BaseModel

__all__ = ["Frame", "decode"]


@dataclass(frozen=True, slots=True)
class Frame:
    """An envelope, and its event if it is one that the contract knows."""

    service: str = ""
    type: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    event: BaseModel | None = None
    problem: str | None = None
    """Why there is no event."""

    @property
    def request_id(self) -> str | None:
        """The id of the command that it answers."""
        value = self.data.get("request_id")
        return value if isinstance(value, str) else None

    @property
    def kind(self) -> str:
        """For people and for counting."""
        return f"{self.service} {self.type}".strip() or "not an event"


def decode(text: str | bytes, events: Mapping[tuple[str, str], type[BaseModel]]) -> Frame:
    """Read a frame. Raises nothing: what is unknown or broken is a frame with a problem."""
    try:
        tree = json.loads(text)
    except (ValueError, RecursionError) as error:
        return Frame(problem=f"not JSON: {error}")
    if not isinstance(tree, dict):
        return Frame(problem="not an object")
    service, kind, data = tree.get("service"), tree.get("type"), tree.get("data")
    if not isinstance(service, str) or not isinstance(kind, str):
        return Frame(problem="no `service` and `type`")
    members = data if isinstance(data, dict) else {}
    model = events.get((service, kind))
    if model is None:
        return Frame(service, kind, members, problem="not in the contract of this client")
    try:
        return Frame(service, kind, members, model.model_validate(tree))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        return Frame(service, kind, members, problem=f"{place}: {first['msg']}")
