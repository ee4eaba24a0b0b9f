from __future__ import annotations

import json
import math

import pytest
from pydantic import ConfigDict, Field, ValidationError

from contracts.payload import Payload


class Part(Payload):
    from_: str | None = Field(alias="from")
    hint: str | None = None
    amount: float = 0.0


class Whole(Payload):
    part: Part
    parts: list[Part] | None = None


class Anything(Payload):
    model_config = ConfigDict(extra="allow")


def test_fields_are_written_under_the_contracts_names() -> None:
    """A field whose name Python reserves is written as the contract calls it."""
    assert json.loads(Part(from_="a", amount=1.5).model_dump_json()) == {"from": "a", "amount": 1.5}


def test_an_optional_field_without_a_value_is_absent_and_a_required_one_is_null() -> None:
    """None means absent where the field may be absent, at any depth; elsewhere it is null."""
    assert json.loads(Whole(part=Part(from_=None, hint=None)).model_dump_json()) == {
        "part": {"from": None, "amount": 0.0}
    }


def test_a_model_is_read_under_the_contracts_names_and_built_under_pythons() -> None:
    """Both names mean the field."""
    assert Part.model_validate_json('{"from": "a"}') == Part(from_="a")


@pytest.mark.parametrize("amount", [math.nan, math.inf, -math.inf])
def test_a_number_that_json_does_not_have_is_refused(amount: float) -> None:
    """NaN and infinity fail where they are made, not at the client."""
    with pytest.raises(ValidationError):
        Part(from_=None, amount=amount)


def test_fields_that_nobody_declared_are_written_as_they_came() -> None:
    """An open model keeps what it was given, nulls included."""
    assert json.loads(Anything.model_validate({"self": None, "a": [1]}).model_dump_json()) == {"self": None, "a": [1]}
