"""Payload: what the generated messages have in common, so that each writes itself as the contract asks."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, SerializerFunctionWrapHandler, model_serializer

__all__ = ["Payload"]


class Payload(BaseModel):
    """A JSON object of the contract.

    `model_dump_json()` writes fields under the contract's names (`from`, not `from_`); an optional field that is None
    is absent, a required one is null. Models are read and built under either name. Infinity and NaN are refused, as
    JSON has no such numbers.
    """

    model_config = ConfigDict(allow_inf_nan=False, populate_by_name=True, serialize_by_alias=True)

    @model_serializer(mode="wrap")
    def _without_absent_fields(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        absent = {
            name
            for key, field in type(self).model_fields.items()
            if getattr(self, key) is None and not field.is_required()
            for name in (key, field.alias)
        }
        return {name: value for name, value in write(self).items() if name not in absent}
