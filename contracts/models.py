"""Models: the messages of the projection as pydantic classes, by datamodel-code-generator.

asyncapi-python calls the same generator with options that lose what the contract says: every model is open to unknown
fields, bounds are calls in annotations, which no type checker understands, and enumerations compare unequal to their
texts. Here bounds stand in `Annotated`, enumerations are `Literal`, and only `additionalProperties: true` is open.
What all models share is written by hand in contracts.payload.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from datamodel_code_generator import InputFileType, LiteralType, PythonVersion, generate
from datamodel_code_generator.enums import DataModelType

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Models"]


class Models:
    """Stand in for asyncapi-python's MessageGenerator, whose two methods CodeGenerator calls."""

    def __init__(self, schemas: Mapping[str, Any]) -> None:
        self._schemas = schemas

    def generate_message_models(self, *_operations_and_path: object) -> str:
        """Return the module of all models; a class is named as its schema."""
        text = json.dumps({"$schema": "http://json-schema.org/draft-07/schema#", "$defs": self._schemas})
        module = generate(
            text.replace('"#/components/schemas/', '"#/$defs/'),
            input_file_type=InputFileType.JsonSchema,
            output_model_type=DataModelType.PydanticV2BaseModel,
            base_class="contracts.payload.Payload",
            target_python_version=PythonVersion.PY_311,
            custom_file_header='"""The messages and their parts."""',
            disable_timestamp=True,
            formatters=[],  # theirs read the line length from the folder where the command is run
            use_single_line_docstring=True,
            use_schema_description=True,
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
        names = sorted(re.findall(r"^(?:class )?(\w+)(?:\(Payload\):| = TypeAliasType)", str(module), re.MULTILINE))
        return f"{module}\n\n__all__ = {json.dumps(names)}\n"

    def extract_messages(self, _operations: object) -> dict[str, Any]:
        """Return nothing: the templates ask for a list that they no longer use."""
        return {}
