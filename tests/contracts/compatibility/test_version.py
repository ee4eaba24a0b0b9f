from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.compatibility import Change, Severity, required_bump, verify_bump
from contracts.document import Document, load
from contracts.pointer import SpecError

if TYPE_CHECKING:
    from contracts.compatibility import Bump

BREAKING, COMPATIBLE, EDITORIAL = (Change(severity, "#", "it differs") for severity in Severity)
DOCUMENT = load()


def of(version: str) -> Document:
    return replace(DOCUMENT, version=version)


@pytest.mark.parametrize(
    ("changes", "bump"),
    [
        ((), None),
        ((EDITORIAL,), "patch"),
        ((EDITORIAL, COMPATIBLE), "minor"),
        ((COMPATIBLE, BREAKING, EDITORIAL), "major"),
    ],
)
def test_the_worst_change_says_which_number_grows(changes: tuple[Change, ...], bump: Bump | None) -> None:
    """Breaking: major; compatible: minor; another wording: patch; nothing: none."""
    assert required_bump(changes) == bump


@pytest.mark.parametrize(
    ("old", "new", "changes", "least"),
    [
        ("2.1.3", "2.1.3", (), None),
        ("2.1.3", "2.1.4", (), None),
        ("2.1.3", "2.1.2", (), "2.1.3"),
        ("2.1.3", "2.1.3", (EDITORIAL,), "2.1.4"),
        ("2.1.3", "2.1.4", (EDITORIAL,), None),
        ("2.1.3", "2.1.4", (COMPATIBLE,), "2.2.0"),
        ("2.1.3", "2.2.0", (COMPATIBLE,), None),
        ("2.9.3", "2.10.0", (COMPATIBLE,), None),
        ("2.1.3", "2.2.0", (BREAKING,), "3.0.0"),
        ("2.1.3", "3.0.0", (BREAKING,), None),
        ("2.1.3", "4.2.1", (BREAKING,), None),
        ("2.1.3", "1.9.9", (EDITORIAL,), "2.1.4"),
    ],
)
def test_a_version_is_high_enough_or_told_what_would_be(
    old: str, new: str, changes: tuple[Change, ...], least: str | None
) -> None:
    """The new version is at least the next one of the needed kind; higher is fine."""
    wrong = verify_bump(of(old), of(new), changes)

    assert (wrong and wrong.least) == least


def test_a_wrong_version_is_told_in_one_sentence() -> None:
    """It says what it was and is, why that will not do, and what would."""
    assert str(verify_bump(of("2.1.0"), of("2.2.0"), [BREAKING])) == (
        "the version was 2.1.0, is 2.2.0; the changes need a new major version, 3.0.0 or higher"
    )
    assert str(verify_bump(of("2.1.0"), of("2.0.0"), [])) == (
        "the version was 2.1.0, is 2.0.0; versions never go back, 2.1.0 or higher"
    )


VERSIONS = st.tuples(*[st.integers(0, 30)] * 3)


@given(VERSIONS, VERSIONS, st.lists(st.sampled_from([BREAKING, COMPATIBLE, EDITORIAL])))
def test_the_version_that_is_asked_for_is_accepted(
    old: tuple[int, int, int], new: tuple[int, int, int], changes: list[Change]
) -> None:
    """Whoever follows the advice is not told another one."""
    one, other = (of(".".join(map(str, numbers))) for numbers in (old, new))
    wrong = verify_bump(one, other, changes)

    assert wrong is None or verify_bump(one, of(wrong.least), changes) is None


@pytest.mark.parametrize("version", ["2.1", "2.1.0.0", "2.1.x", "2.1.-1", "٢.1.0", ""])
def test_a_version_that_is_not_three_numbers_cannot_be_compared(version: str) -> None:
    """The error names the place."""
    with pytest.raises(SpecError) as caught:
        verify_bump(of("2.1.0"), of(version), [])
    assert str(caught.value) == f"#/info/version: {version} is not three numbers"
