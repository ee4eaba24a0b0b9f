from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from pydantic import Field, ValidationError

from contracts.sdk.python.runtime.payload import Payload, Timestamp


class Transfer(Payload):
    from_: str | None = Field(default=None, alias="from")
    at: Timestamp


AT = '"at": "2026-11-23T10:30:00.000Z"'


@pytest.mark.parametrize("text", [f'{{"from": null, {AT}}}', f"{{{AT}}}", f'{{"from": "a", {AT}, "to": "b"}}'])
def test_an_object_is_written_as_it_was_read(text: str) -> None:
    """Absent stays absent, null stays null, and fields that nobody knows yet are kept."""
    assert json.loads(Transfer.model_validate_json(text).model_dump_json()) == json.loads(text)


def test_absent_and_null_can_be_told_apart() -> None:
    """Both read as None; `model_fields_set` says which it was."""
    absent, null = (Transfer.model_validate_json(text) for text in (f"{{{AT}}}", f'{{"from": null, {AT}}}'))

    assert absent.from_ is null.from_ is None
    assert ["from_" in transfer.model_fields_set for transfer in (absent, null)] == [False, True]


def test_instants_are_aware() -> None:
    """An instant has a zone, whatever is done with it, and is written in UTC."""
    transfer = Transfer.model_validate_json('{"at": "2026-11-23T11:30:00.5+01:00"}')

    assert transfer.at == datetime(2026, 11, 23, 10, 30, 0, 500_000, tzinfo=UTC)
    assert transfer.at.utcoffset() == timedelta(hours=1)
    assert transfer.model_dump(mode="json") == {"at": "2026-11-23T10:30:00.500Z"}


def test_an_event_cannot_be_changed() -> None:
    """One event goes to several readers."""
    transfer = Transfer.model_validate_json(f"{{{AT}}}")

    with pytest.raises(ValidationError, match="frozen"):
        transfer.from_ = "me"  # type: ignore[misc]  # which is the rule
