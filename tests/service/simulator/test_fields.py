from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from service.simulator.faults import MissingFields, Nulls, Requoted, WrongTypes
from service.simulator.fields import rewritten

if TYPE_CHECKING:
    from service.simulator.fields import FieldFault

GOOD = {"rows": {"a": {"price": "1.5", "count": 3, "list": [1]}, "b": {"price": None}}}


def spoil(fault: FieldFault, value: Any, key: str = "key") -> Any:
    return msgspec.json.decode(rewritten(msgspec.json.encode(value), fault, key))


def test_named_fields_are_missing() -> None:
    """Fields are taken out by name at any depth."""
    assert spoil(MissingFields(fields=["price", "b"]), GOOD) == {"rows": {"a": {"count": 3, "list": [1]}}}


def test_named_fields_are_null() -> None:
    """Fields stay, without a value."""
    assert spoil(Nulls(fields=["rows"]), GOOD) == {"rows": None}


def test_named_fields_have_other_types() -> None:
    """Strings become objects, numbers and nulls become lists, lists become strings."""
    assert spoil(WrongTypes(fields=["price", "count", "list"]), GOOD) == {
        "rows": {"a": {"price": {"value": "1.5"}, "count": [3], "list": "[]"}, "b": {"price": [None]}}
    }


def test_numbers_and_texts_of_numbers_change_places() -> None:
    """In lists too; what is no number in either form stays, and no figure becomes another."""
    figures = {"price": "1.50", "count": 2, "share": 0.1, "pair": ["4", 5]}
    others = {"hex": "0x1f", "flag": True, "null": None, "nan": "nan", "empty": "", "text": "x"}

    assert spoil(Requoted(fields=[*figures, *others]), figures | others) == others | {
        "price": 1.5,
        "count": "2",
        "share": "0.1",
        "pair": [4.0, "5"],
    }


def test_unnamed_fields_are_drawn() -> None:
    """Without names about half of the fields of the innermost objects go, and the frame around them stays."""
    rows = [{"row": {str(number): number for number in range(20)}} for _ in range(20)]
    left = [len(row["row"]) for row in spoil(MissingFields(), rows)]

    assert 150 < sum(left) < 250
    assert len(set(left)) > 1


def test_chance_depends_on_the_key() -> None:
    """The same key spoils the same fields."""
    row = {str(number): number for number in range(40)}

    assert spoil(Nulls(), row) == spoil(Nulls(), row) != spoil(Nulls(), row, key="other")


@pytest.mark.parametrize("fault", [MissingFields(), Nulls(fields=["title"]), WrongTypes(), Requoted()])
@pytest.mark.parametrize("body", [b"<rss><title>x</title></rss>", b"", b"Not Found"])
def test_only_json_has_fields(fault: FieldFault, body: bytes) -> None:
    """XML, texts and empty bodies stay as they are."""
    assert rewritten(body, fault, "key") == body
