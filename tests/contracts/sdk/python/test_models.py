from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from contracts.pointer import SpecError
from contracts.sdk.python.channel import view
from contracts.sdk.python.models import render_models
from tests.contracts.sdk.python.changed import changed

if TYPE_CHECKING:
    from contracts.document import Document


def rendered(document: Document, path: str = "/ws/all") -> str:
    return render_models(view(document, document.endpoints[path]), "client")


def article_with(document: Document, **properties: Any) -> str:
    """Return the class of an article of the news that has more properties."""
    text = rendered(
        changed(document, lambda raw: raw["components"]["schemas"]["Article"]["properties"].update(properties)),
        "/ws/news",
    )
    (found,) = re.findall(r"^class Article\(Payload\):\n(?:(?:    .*)?\n)*", text, re.MULTILINE)
    return str(found)


def test_a_client_checks_no_bounds(document: Document) -> None:
    """A number or a text that is out of bounds is the gateway's fault and no reason to lose the update."""
    text = rendered(document)

    assert re.findall(r"\b(?:ge|gt|le|lt|pattern|max_length|min_length|constr|conint|AnyUrl)\b", text) == []


@pytest.mark.parametrize(
    ("schema", "line"),
    [
        ({"type": "string", "format": "date-time", "pattern": "Z$"}, "added: Timestamp | None = None"),
        ({"type": "string", "format": "uri"}, "added: str | None = None"),
        ({"type": "array", "items": {"type": "number", "minimum": 0}}, "added: list[float] | None = None"),
        ({"type": "object", "additionalProperties": {"type": "integer", "minimum": 0}}, "added: dict[str, int] | None"),
        ({"type": ["integer", "null"], "minimum": 0}, "added: int | None = None"),
        ({"oneOf": [{"type": "string", "minLength": 1}, {"type": "null"}]}, "added: str | None = None"),
        ({"type": "string", "enum": ["up", "down"]}, "added: Literal['up', 'down'] | None = None"),
    ],
)
def test_types_and_words_are_those_of_the_contract(document: Document, schema: dict[str, Any], line: str) -> None:
    """Bounds are left out at every depth; types, enumerations and null stay."""
    assert line in article_with(document, added=schema)


def test_a_property_may_be_called_like_a_bound(document: Document) -> None:
    """`pattern` and `format` are names like any other where they name a property."""
    text = article_with(document, pattern={"type": "string"}, format={"type": "string"})

    assert "    pattern: str | None = None" in text
    assert "    format: str | None = None" in text


def test_a_word_of_python_is_an_alias(document: Document) -> None:
    """The name on the wire stays what it is."""
    assert re.search(r"from_: Annotated\[.*alias=[\"']from[\"']", rendered(document))


def test_an_event_without_a_possible_class_is_refused(document: Document) -> None:
    """The error names the schema."""

    def rename(raw: dict[str, Any]) -> None:
        schemas = raw["components"]["schemas"]
        schemas["pong-event"] = schemas.pop("PongEvent")
        raw["components"]["messages"]["PongEvent"]["payload"]["$ref"] = "#/components/schemas/pong-event"

    broken = changed(document, rename)
    with pytest.raises(SpecError) as caught:
        rendered(broken)
    assert caught.value.pointer == "#/components/schemas/pong-event"
