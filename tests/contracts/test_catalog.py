from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, get_args

import pytest

from contracts.generated import catalog

if TYPE_CHECKING:
    from collections.abc import Iterable

    from contracts.document import Document


def test_services_endpoints_and_close_codes_are_those_of_the_document(document: Document) -> None:
    """Every field of every row is carried over, in order."""
    assert [asdict(row) for row in catalog.SERVICES.values()] == [asdict(row) for row in document.services.values()]
    assert [asdict(row) for row in catalog.ENDPOINTS.values()] == [asdict(row) for row in document.endpoints.values()]
    assert [asdict(row) for row in catalog.CLOSE_CODES.values()] == [asdict(row) for row in document.close_codes]
    assert list(catalog.SERVICES) == list(document.services)
    assert list(catalog.ENDPOINTS) == list(document.endpoints)


def test_categories_hold_their_services_in_order(document: Document) -> None:
    """Each service is in its category and in no other."""
    assert {name: key for key, names in catalog.CATEGORIES.items() for name in names} == {
        service.name: service.category for service in document.services.values()
    }
    assert [name for names in catalog.CATEGORIES.values() for name in names] == list(document.services)


def test_codes_actions_and_limits_are_those_of_the_document(document: Document) -> None:
    """Scalars and tables are carried over."""
    assert dict(catalog.ERROR_CODES) == document.error_codes
    assert document.actions == catalog.ACTIONS
    assert document.version == catalog.API_VERSION
    assert document.title == catalog.TITLE
    assert document.max_message_bytes == catalog.MAX_MESSAGE_BYTES
    assert document.limits is not None
    assert asdict(catalog.LIMITS) == asdict(document.limits)
    assert catalog.RESERVED == ("system", "all")


@pytest.mark.parametrize(
    ("words", "table"),
    [
        (catalog.ServiceName, catalog.SERVICES),
        (catalog.Category, catalog.CATEGORIES),
        (catalog.Action, catalog.ACTIONS),
        (catalog.ErrorCode, catalog.ERROR_CODES),
        (catalog.CloseName, catalog.CLOSE_CODES),
    ],
)
def test_the_type_of_a_word_lists_the_words(words: object, table: Iterable[str]) -> None:
    """A type checker and the tables know the same names."""
    assert list(get_args(words)) == list(table)


def test_tables_cannot_be_changed() -> None:
    """The catalogue is shared by the whole process."""
    with pytest.raises(TypeError):
        catalog.SERVICES["news"] = catalog.SERVICES["onchain"]  # type: ignore[index]
