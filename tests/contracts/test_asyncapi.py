from __future__ import annotations

import re
from typing import TYPE_CHECKING

from contracts.drift import compare, folder
from contracts.lint import lint
from contracts.render import render

if TYPE_CHECKING:
    from contracts.document import Document


def test_the_document_is_asyncapi_3_0_0(document: Document) -> None:
    """Version 3.1.0 adds nothing for us, and tools make nothing of it."""
    assert document.raw["asyncapi"] == "3.0.0"


def test_no_rule_is_broken(document: Document) -> None:
    """All examples are valid, and the copies of the skeleton are equal."""
    assert [str(finding) for finding in lint(document)] == []


def test_the_generated_files_are_up_to_date(document: Document) -> None:
    """After a change of the document: `uv run --group dev python -m contracts generate`."""
    assert not compare(render(document), folder())


def test_the_prose_names_only_codes_that_exist(document: Document) -> None:
    """What the description says of the code of an error is in the table."""
    named = re.findall(r"code\s+`(\w+)`", document.description)
    assert named
    assert set(named) <= set(document.error_codes)
