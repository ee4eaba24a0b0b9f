from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.contracts.mutations import commands, events, structure, terms
from tests.contracts.mutations.mutation import Mutation, catches

if TYPE_CHECKING:
    from contracts.document import Document

MUTATIONS = {
    f"{table.__name__.rpartition('.')[2]}: {mutation.name}": mutation
    for table in (commands, events, structure, terms)
    for mutation in table.MUTATIONS
}


@pytest.mark.parametrize("mutation", MUTATIONS.values(), ids=MUTATIONS)
def test_an_edit_is_caught_by_what_it_breaks_and_by_nothing_else(document: Document, mutation: Mutation) -> None:
    """The lint catches what is no contract any more; the comparison says of all else what it means, and where."""
    assert catches(document, mutation) == mutation.caught


def test_no_edit_hides_another_of_its_name() -> None:
    """Every row of the tables is tested."""
    assert len(MUTATIONS) == sum(len(table.MUTATIONS) for table in (commands, events, structure, terms))


def test_there_are_edits_for_every_verdict() -> None:
    """Each of the four outcomes is known to be reached."""
    assert {verdict for mutation in MUTATIONS.values() for verdict, _ in mutation.caught} == {
        "DOC",
        "breaking",
        "compatible",
        "editorial",
    }
