from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.pointer import SpecError, join, mapping_at, name_of, references, resolve, walk

TREE = {"a/b": {"~": [{"x": 1}, {"$ref": "#/a~1b/~0/0"}]}, "loop": {"$ref": "#/loop"}}


@given(st.lists(st.text(), min_size=1))
def test_what_join_writes_resolve_finds(keys: list[str]) -> None:
    """A pointer made of any keys leads back to what lies under them."""
    tree: Any = "leaf"
    for key in reversed(keys):
        tree = {key: tree}
    assert resolve(tree, join("#", *keys)) == "leaf"


def test_a_reference_to_a_reference_is_followed() -> None:
    """The target of a `$ref` is never a `$ref`."""
    assert resolve(TREE, "#/a~1b/~0/1") == {"x": 1}


@pytest.mark.parametrize(
    ("reference", "problem"),
    [
        ("#/nowhere", "points to nothing"),
        ("#/a~1b/~0/2", "points to nothing"),
        ("#/a~1b/~0/-1", "points to nothing"),
        ("#/a~1b/~0/0/x/y", "points to nothing"),
        ("#/loop", "leads back to itself"),
        ("other.yaml#/a", "leaves the document"),
    ],
)
def test_a_reference_that_leads_nowhere_is_an_error_at_its_own_place(reference: str, problem: str) -> None:
    """SpecError names the place of the `$ref`, its target, and why."""
    with pytest.raises(SpecError) as caught:
        resolve(TREE, reference, "#/here")
    assert str(caught.value) == f"#/here: $ref {reference} {problem}"


def test_the_name_of_a_reference_is_its_last_part() -> None:
    """Messages and schemas are called by the last part of their pointer."""
    assert name_of({"$ref": "#/components/messages/PongEvent"}) == "PongEvent"


@pytest.mark.parametrize("parent", [{}, {"info": []}, {"info": None}])
def test_an_object_that_is_missing_is_an_error_under_its_key(parent: dict[str, Any]) -> None:
    """What is absent and what is something else are the same fault."""
    with pytest.raises(SpecError, match=r"^#/info: an object is needed here$"):
        mapping_at(parent, "info", "#")


def test_walking_meets_every_node_parents_first() -> None:
    """Each node comes with its own pointer."""
    assert list(walk({"a": [1, {"b": 2}]})) == [
        ("#", {"a": [1, {"b": 2}]}),
        ("#/a", [1, {"b": 2}]),
        ("#/a/0", 1),
        ("#/a/1", {"b": 2}),
        ("#/a/1/b", 2),
    ]


def test_references_leave_examples_out() -> None:
    """Examples are data; a key `$ref` in them is not a reference."""
    tree = {"a": [{"$ref": "#/b"}], "examples": [{"$ref": "#/nowhere"}]}
    assert list(references(tree)) == [("#/a/0", "#/b")]
