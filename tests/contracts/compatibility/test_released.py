from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import contracts
from contracts.compatibility import compare, verify_bump
from contracts.document import load
from contracts.lint import lint

if TYPE_CHECKING:
    from contracts.document import Document

FOLDER = Path(contracts.__file__).parent
RELEASED = load(FOLDER / "released" / "asyncapi.yaml")
VERSIONS = re.findall(r"^## (\S+)", (FOLDER / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)


def test_the_version_says_what_changed_since_the_last_release(document: Document) -> None:
    """Whoever edits asyncapi.yaml raises `info.version` as far as the edit asks for."""
    assert verify_bump(RELEASED, document, compare(RELEASED, document)) is None


def test_the_changelog_tells_of_this_version_first(document: Document) -> None:
    """A version without an entry is not to be released."""
    assert VERSIONS[0] == document.version


def test_the_changelog_tells_of_the_released_version() -> None:
    """What was released stays in it."""
    assert RELEASED.version in VERSIONS


def test_the_changelog_tells_the_newest_version_first() -> None:
    """Each version once, falling."""
    numbers = [tuple(map(int, version.split("."))) for version in VERSIONS]

    assert numbers == sorted(set(numbers), reverse=True)


def test_the_released_document_keeps_every_rule() -> None:
    """Nothing is released that the lint refuses."""
    assert list(lint(RELEASED)) == []
