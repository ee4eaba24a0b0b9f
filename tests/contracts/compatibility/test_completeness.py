from __future__ import annotations

import copy
import re
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from contracts.compatibility import Severity, compare
from contracts.document import Document, load, read
from contracts.pointer import SpecError, walk

OBJECTS = (
    "#",
    "#/info",
    "#/servers/local",
    "#/x-close-codes/2",
    "#/channels/newsStream",
    "#/operations/newsPing",
    "#/operations/newsPing/reply",
    "#/operations/newsPublish",
    "#/components/messages/NewsUpdate",
    "#/components/messages/PingCommand",
    "#/components/correlationIds/requestId",
    "#/components/securitySchemes/bearerToken",
    "#/components/channelBindings/gateway",
    "#/components/channelBindings/gateway/ws",
    "#/components/schemas/NewsData",
    "#/components/schemas/PingCommand",
)
WORDING = re.compile(
    r"/(description|title|summary|tags|contact|license|externalDocs)(/|$)|/examples/|^#/x-error-codes/|^#/info/version$|/\$ref$"
)
"""What people read, with the version, which has a check of its own, and references, which lead nowhere when edited."""
DOCUMENT = load()
FACTS = [
    pointer for pointer, node in walk(DOCUMENT.raw) if not isinstance(node, dict | list) and not WORDING.search(pointer)
]


def place(raw: Any, pointer: str) -> Any:
    for part in pointer.split("/")[1:]:
        raw = raw[int(part)] if isinstance(raw, list) else raw[part]
    return raw


def edited(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    return f"{value}s" if isinstance(value, str) else value + 1


@pytest.mark.parametrize("pointer", OBJECTS)
def test_a_key_that_no_rule_knows_is_breaking(document: Document, pointer: str) -> None:
    """Wherever it is added or taken away, nobody has decided that clients can live with it."""
    raw: Any = copy.deepcopy(document.raw)
    place(raw, pointer)["x-unheard-of"] = {"of": 1}
    other = read(raw)

    for old, new in ((document, other), (other, document)):
        assert [(change.severity, change.pointer) for change in compare(old, new)] == [
            (Severity.BREAKING, f"{pointer}/x-unheard-of")
        ]


def test_there_are_facts_of_every_kind() -> None:
    """The property below draws from the whole document."""
    kinds = {pointer.split("/")[1] for pointer in FACTS}

    assert kinds == {*DOCUMENT.raw} - {"info", "x-error-codes"}


@settings(max_examples=60)
@given(st.sampled_from(FACTS))
def test_no_fact_is_edited_unnoticed(pointer: str) -> None:
    """Whatever is not mere wording is told, and as more than wording."""
    raw: Any = copy.deepcopy(DOCUMENT.raw)
    *path, last = pointer.split("/")
    parent = place(raw, "/".join(path))
    key: Any = int(last) if isinstance(parent, list) else last
    parent[key] = edited(parent[key])
    try:
        changes = compare(DOCUMENT, read(raw))
    except SpecError:
        assume(False)  # noqa: FBT003 - the signature is Hypothesis's

    assert {change.severity for change in changes} & {Severity.BREAKING, Severity.COMPATIBLE}


def test_a_document_does_not_differ_from_itself(document: Document) -> None:
    """No change is told where there is none."""
    assert compare(document, document) == ()


def test_a_version_alone_is_no_change(document: Document) -> None:
    """It says what changed; it is not what changed."""
    raw = copy.deepcopy(dict(document.raw))
    raw["info"]["version"] = "9.0.0"

    assert compare(document, read(raw)) == ()


def test_another_layout_is_told(document: Document) -> None:
    """Only documents that are equal are without changes."""
    raw = copy.deepcopy(dict(document.raw))
    raw["components"]["schemas"]["Unused"] = {"type": "object"}

    assert [(change.severity, change.pointer) for change in compare(document, read(raw))] == [(Severity.EDITORIAL, "#")]
