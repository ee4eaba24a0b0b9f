from __future__ import annotations

import ast
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.pointer import SpecError
from contracts.sdk.python.source import annotation, docstring, identifier, literal


@given(st.text())
def test_a_docstring_holds_any_text(text: str) -> None:
    """Whatever stands in the document, the module can be read, and nothing in it is run."""
    module = ast.parse(docstring(text))
    printable = "".join(letter if letter.isprintable() else " " for letter in text)

    assert len(module.body) == 1
    assert (ast.get_docstring(module, clean=False) or "").split() == printable.split()


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1))
def test_a_literal_holds_any_word(words: list[str]) -> None:
    """Words are quoted as Python reads them."""
    expression = ast.parse(literal(words), mode="eval").body

    assert isinstance(expression, ast.Subscript)
    inner = expression.slice
    assert [ast.literal_eval(word) for word in (inner.elts if isinstance(inner, ast.Tuple) else [inner])] == words


@pytest.mark.parametrize(
    ("schema", "text"),
    [
        ({"type": "string"}, "str"),
        ({"type": "integer"}, "int"),
        ({"type": "number"}, "float"),
        ({"type": "boolean"}, "bool"),
        ({"type": "string", "enum": ["a", "b"]}, 'Literal["a", "b"]'),
        ({"type": "object"}, "Mapping[str, Any]"),
        ({"type": "array", "items": {"type": "string"}}, "Sequence[str]"),
    ],
)
def test_a_parameter_has_the_type_of_its_schema(schema: dict[str, Any], text: str) -> None:
    """What a user passes is typed as far as Python can."""
    assert annotation(schema, "#/x") == text


@pytest.mark.parametrize(
    "schema",
    [
        {"type": ["string", "null"]},
        {"type": "object", "properties": {"a": {"type": "string"}}},
        {"type": "array"},
        {"oneOf": []},
        {},
    ],
)
def test_a_schema_without_a_simple_type_is_refused(schema: dict[str, Any]) -> None:
    """There is no silent `Any`."""
    with pytest.raises(SpecError) as caught:
        annotation(schema, "#/components/schemas/X")
    assert caught.value.pointer == "#/components/schemas/X"


@pytest.mark.parametrize(("name", "written"), [("service", "service"), ("from", "from_"), ("self", "self_")])
def test_a_name_that_python_keeps_for_itself_gets_an_underscore(name: str, written: str) -> None:
    """Keywords are no names."""
    assert identifier(name, "#/x") == written


@pytest.mark.parametrize("name", ["", "a-b", "1st", "a b", "a\nimport os"])
def test_what_is_no_name_is_refused(name: str) -> None:
    """No text of the document becomes code."""
    with pytest.raises(SpecError):
        identifier(name, "#/x")
