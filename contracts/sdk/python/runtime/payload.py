"""Payload: what all events have in common, and the one form of an instant."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    PlainSerializer,
    SerializerFunctionWrapHandler,
    model_serializer,
)

__all__ = ["Payload", "Timestamp"]


def _to_text(at: datetime) -> str:
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


Timestamp = Annotated[AwareDatetime, PlainSerializer(_to_text, return_type=str, when_used="json")]
"""An aware instant; in JSON it is UTC with milliseconds and `Z`, as on the wire."""


class Payload(BaseModel):
    """A JSON object of the contract, frozen.

    Fields that the contract does not know yet are kept in `model_extra`. A field that was absent and one that was null
    are both None; `model_fields_set` tells them apart, and `model_dump_json()` writes what was received.
    """

    model_config = ConfigDict(
        allow_inf_nan=False, extra="allow", frozen=True, populate_by_name=True, serialize_by_alias=True
    )

    @model_serializer(mode="wrap")
    def _without_absent_fields(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        absent = {
            name
            for key, field in type(self).model_fields.items()
            if key not in self.model_fields_set
            for name in (key, field.alias)
        }
        return {name: value for name, value in write(self).items() if name not in absent}
