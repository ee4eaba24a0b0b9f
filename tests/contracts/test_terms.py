from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any, get_args

import pytest

from contracts.document import read
from contracts.pointer import SpecError
from contracts.terms import Cause, CloseCode, ErrorCode, Limits, close_codes, error_codes, limits

if TYPE_CHECKING:
    from collections.abc import Callable

    from contracts.document import Document

LIMITS = {
    "commands_per_s": 1,
    "commands_at_once": 2,
    "excess_s": 3,
    "mistakes_per_min": 4,
    "connections_per_address": 5,
    "handshakes_per_s": 6,
    "handshakes_at_once": 7,
}


def test_a_document_of_before_2_2_0_is_read_as_it_was() -> None:
    """Error codes were plain text then, and each was the client's own; limits were not stated."""
    raw = {"x-error-codes": {"invalid_json": "No JSON."}}

    assert list(error_codes(raw)) == [ErrorCode("invalid_json", "client", "No JSON.")]
    assert limits(raw) is None


@pytest.mark.parametrize("cause", get_args(Cause))
def test_an_error_code_tells_who_brings_it_about(cause: Cause) -> None:
    """Each of the four causes is taken over."""
    raw = {"x-error-codes": {"trouble": {"cause": cause, "description": "Trouble."}}}

    assert list(error_codes(raw)) == [ErrorCode("trouble", cause, "Trouble.")]


def test_limits_are_read_by_their_names() -> None:
    """Every limit is what the document says; one that is not known yet is passed over."""
    assert limits({"x-limits": {**LIMITS, "bytes_per_s": 8}}) == Limits(1, 2, 3, 4, 5, 6, 7)


def test_a_close_code_is_a_row() -> None:
    """Code, name, whether to come back, and why."""
    row: dict[str, Any] = {"code": 4401, "name": "token_expired", "may_reconnect": True, "description": "Expired."}

    assert list(close_codes({"x-close-codes": [row]})) == [CloseCode(**row)]


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        (
            lambda raw: raw["x-error-codes"]["invalid_json"].update(cause="weather"),
            "#/x-error-codes/invalid_json/cause",
        ),
        (lambda raw: raw["x-error-codes"]["invalid_json"].pop("cause"), "#/x-error-codes/invalid_json/cause"),
        (
            lambda raw: raw["x-error-codes"]["invalid_json"].pop("description"),
            "#/x-error-codes/invalid_json/description",
        ),
        (lambda raw: raw["x-error-codes"].update(invalid_json=["No JSON."]), "#/x-error-codes/invalid_json"),
        (lambda raw: raw.update({"x-error-codes": []}), "#/x-error-codes"),
        (lambda raw: raw["x-limits"].pop("excess_s"), "#/x-limits/excess_s"),
        (lambda raw: raw["x-limits"].update(commands_per_s="10"), "#/x-limits/commands_per_s"),
        (lambda raw: raw["x-limits"].update(commands_per_s=True), "#/x-limits/commands_per_s"),
        (lambda raw: raw.update({"x-limits": 10}), "#/x-limits"),
        (lambda raw: raw.update({"x-close-codes": {}}), "#/x-close-codes"),
        (lambda raw: raw["x-close-codes"][2].update(may_reconnect="no"), "#/x-close-codes/2/may_reconnect"),
        (lambda raw: raw["x-close-codes"][2].update(code="1003"), "#/x-close-codes/2/code"),
        (lambda raw: raw["x-close-codes"].append(4000), "#/x-close-codes/9"),
    ],
)
def test_what_has_not_the_needed_shape_is_told_with_its_place(
    document: Document, change: Callable[[Any], object], pointer: str
) -> None:
    """A cause that there is not, a limit that is missing or no number: a SpecError points at it."""
    raw = copy.deepcopy(dict(document.raw))
    change(raw)

    with pytest.raises(SpecError) as caught:
        read(raw)
    assert caught.value.pointer == pointer


def test_the_causes_of_the_document_are_those_of_its_rows(document: Document) -> None:
    """What a run can be asked for follows from them."""
    assert document.causes["rate_limited"] == "client"
    assert document.causes["not_authorized"] == "token"
    assert document.causes["source_unavailable"] == "sources"
    assert document.causes["internal_error"] == "gateway"
