"""Models: the events of a channel as pydantic classes, by datamodel-code-generator.

A client reads with tolerance: unknown fields are kept and bounds are not checked, so that a gateway which is newer than
the client, or wrong about a number, costs nobody an update. `gateway verify` is what judges a gateway. Names, types,
constants and enumerations are those of the contract.
"""

from __future__ import annotations

import json
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datamodel_code_generator import InputFileType, LiteralType, PythonVersion, generate
from datamodel_code_generator.enums import DataModelType
from datamodel_code_generator.format import Formatter

from contracts.pointer import SpecError, join

if TYPE_CHECKING:
    from collections.abc import Mapping

    from contracts.sdk.python.channel import Channel

__all__ = ["render_models"]

_SETTINGS = """\
[tool.ruff]
line-length = 120

[tool.isort]
known_first_party = ["{module}"]
"""
_BOUNDS = {
    *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
    *("minLength", "maxLength", "pattern", "format"),
    *("minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties"),
}


def render_models(channel: Channel, module: str) -> str:
    """Return the module with the classes of the events; a class is named as its schema.

    `module`: the package that the module is part of.
    """
    schemas = {name: _relaxed(schema, module) for name, schema in channel.schemas.items()}
    definitions = json.dumps({"$schema": "http://json-schema.org/draft-07/schema#", "$defs": schemas})
    with tempfile.TemporaryDirectory() as folder:
        # The generator formats by the settings it finds around it: here are ours, wherever the command is run.
        Path(folder, "pyproject.toml").write_text(_SETTINGS.format(module=module), encoding="utf-8")
        text = generate(
            definitions.replace('"#/components/schemas/', '"#/$defs/'),
            input_file_type=InputFileType.JsonSchema,
            output_model_type=DataModelType.PydanticV2BaseModel,
            base_class=f"{module}.runtime.payload.Payload",
            target_python_version=PythonVersion.PY_311,
            custom_file_header='"""The events and their parts."""',
            disable_timestamp=True,
            formatters=[Formatter.BUILTIN],
            settings_path=Path(folder),
            use_single_line_docstring=True,
            use_schema_description=True,
            use_inline_field_description=True,
            use_field_description=True,
            use_annotated=True,
            field_constraints=True,
            use_type_alias=True,
            collapse_root_models=True,
            skip_root_model=True,
            enum_field_as_literal=LiteralType.All,
            use_standard_collections=True,
            use_union_operator=True,
            snake_case_field=True,
        )
    names = sorted(re.findall(r"^class (\w+)\(Payload\):", str(text), re.MULTILINE))
    for event in channel.events:
        if event.schema not in names:
            raise SpecError(join("#/components/schemas", event.schema), "no Python class can have this name")
    return f"{text}\n\n__all__ = {json.dumps(names, indent=4)}\n"


def _relaxed(schema: Mapping[str, Any], module: str) -> dict[str, Any]:
    """Drop what bounds values; an instant becomes the runtime's own type."""
    if schema.get("format") == "date-time":
        instant = {"type": "string", "format": "date-time", "customTypePath": f"{module}.runtime.payload.Timestamp"}
        return instant | {key: schema[key] for key in ("description",) if key in schema}
    return {key: _relaxed_part(key, part, module) for key, part in schema.items() if key not in _BOUNDS}


def _relaxed_part(key: str, part: Any, module: str) -> Any:
    if key == "properties":
        return {name: _relaxed(schema, module) for name, schema in part.items()}
    if key in {"items", "additionalProperties"} and isinstance(part, dict):
        return _relaxed(part, module)
    if key in {"oneOf", "anyOf", "allOf"}:
        return [_relaxed(schema, module) for schema in part]
    return part
