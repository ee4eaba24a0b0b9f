"""The list of clauses, as a whole."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from contracts.pointer import resolve
from contracts.suite.groups import CHECKS, GROUPS

if TYPE_CHECKING:
    from contracts.document import Document
    from contracts.suite.clause import Check


def test_ids_are_unique_and_without_gaps() -> None:
    """Each group counts from 01; nothing is left out and nothing stands twice."""
    for group, checks in GROUPS.items():
        assert [check.clause.id for check in checks] == [f"{group}-{number:02}" for number in range(1, len(checks) + 1)]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.clause.id)
def test_a_clause_is_one_sentence_from_a_place_that_exists(check: Check, document: Document) -> None:
    """A sentence with a full stop; its source is in asyncapi.yaml, in the seed, or in an RFC."""
    clause = check.clause

    assert re.fullmatch(r"[A-Z`/].*[^.]\.", clause.text)
    if clause.source.startswith("#"):
        resolve(document.raw, clause.source)
    else:
        assert re.match(r"seed: [A-Z]|RFC \d{4}", clause.source)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.clause.id)
def test_a_check_says_how_it_looks(check: Check) -> None:
    """The docstring of a check is the way it goes."""
    assert check.run.__doc__


def test_there_is_a_group_for_each_part_of_the_contract() -> None:
    """From the document to random cases; limits come last, as they are tried by going beyond them."""
    assert list(GROUPS) == ["DOC", "CON", "ENV", "SUB", "CMD", "UPD", "ERR", "HTTP", "SEQ", "FUZ", "LIM"]
