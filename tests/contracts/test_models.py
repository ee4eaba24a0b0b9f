from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

import pytest
from pydantic import BaseModel, ValidationError

from contracts.document import load
from contracts.generated.application.messages import json as models
from contracts.payload import Payload
from contracts.validator import Validator

if TYPE_CHECKING:
    from contracts.document import Document

EXAMPLES = [(message.name, example) for message in load().messages.values() for example in message.examples]


def classes() -> list[type[BaseModel]]:
    return [model for name in models.__all__ if isinstance(model := getattr(models, name), type)]


@pytest.mark.parametrize(("name", "example"), EXAMPLES, ids=[f"{name}-{i}" for i, (name, _) in enumerate(EXAMPLES)])
def test_every_example_is_read_and_written_unchanged(document: Document, name: str, example: dict[str, Any]) -> None:
    """The models lose nothing, add nothing, and write what the schemas ask."""
    text = getattr(models, name).model_validate_json(json.dumps(example)).model_dump_json()
    assert json.loads(text) == example
    assert Validator(document, sealed=True).violations(document.messages[name], json.loads(text)) == ()


def test_every_message_has_a_class_of_its_name(document: Document) -> None:
    """The application finds the class of a message by its name."""
    assert set(document.messages) <= {model.__name__ for model in classes()}


def test_every_class_writes_itself_as_the_contract_asks() -> None:
    """All models share the rules of contracts.payload, and none wraps a bare value."""
    assert all(issubclass(model, Payload) for model in classes())


def test_only_what_the_document_leaves_open_is_open(document: Document) -> None:
    """`additionalProperties: true` keeps unknown fields; elsewhere they are dropped."""
    kept = {model.__name__ for model in classes() if model.model_config.get("extra") == "allow"}
    assert kept == {name for name, schema in document.schemas.items() if schema.get("additionalProperties") is True}


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("SubscribeCommand", {"service": "market_dat"}),
        ("SubscribeCommand", {"action": "unsubscribe"}),
        ("SubscribeCommand", {"request_id": ""}),
        ("SubscribeCommand", {"request_id": "x" * 129}),
        ("SubscribeCommand", {"request_id": 1}),
        ("PingCommand", {"data": []}),
        ("NewsUpdate", {"timestamp": "2026-11-23T10:30:00"}),
        ("NewsUpdate", {"service": "sentiment"}),
    ],
)
def test_bounds_and_words_of_the_schemas_are_kept(document: Document, name: str, change: dict[str, Any]) -> None:
    """What the schema refuses, the model refuses."""
    with pytest.raises(ValidationError):
        getattr(models, name).model_validate(document.messages[name].examples[0] | change)


def test_annotations_are_types_and_not_calls() -> None:
    """A type checker sees plain types: the bounds stand beside them, in Annotated."""
    assert get_type_hints(models.StatusData)["total_clients"] is int
    assert get_args(get_type_hints(models.SentimentData)["overall_sentiment"]) == ("bullish", "neutral", "bearish")
    assert get_type_hints(models.WhaleTransaction)["from_"] == str | None
