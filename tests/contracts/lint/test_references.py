from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.contracts.lint.mutation import Mutation, assert_noticed, messages, mutation, schemas

if TYPE_CHECKING:
    from contracts.document import Document

MUTATIONS = {
    "a dangling $ref": mutation(
        lambda d: schemas(d)["NewsData"]["properties"]["articles"]["items"].update(
            {"$ref": "#/components/schemas/Nowhere"}
        ),
        "dangling-references",
        where="/components/schemas/NewsData/properties/articles/items",
    ),
    "a $ref to another file": mutation(
        lambda d: schemas(d)["NewsData"]["properties"]["articles"]["items"].update({"$ref": "news.yaml#/Article"}),
        "dangling-references",
    ),
    "a $ref to itself": mutation(
        lambda d: schemas(d).update(Stale={"$ref": "#/components/schemas/Stale"}), "dangling-references"
    ),
    "a schema of no type": mutation(
        lambda d: schemas(d)["NewsData"]["properties"]["sources"].update(type="arr"),
        "invalid-schemas",
        where="/components/schemas/NewsData/properties/sources/type",
    ),
    "an unused schema": mutation(
        lambda d: schemas(d).update(Unused={"type": "object"}),
        "unused-components",
        where="/components/schemas/Unused",
    ),
    "an unused schema that holds itself": mutation(
        lambda d: schemas(d).update(
            Tree={"type": "object", "properties": {"twig": {"$ref": "#/components/schemas/Tree"}}}
        ),
        "unused-components",
    ),
    "an unused correlation id": mutation(
        lambda d: d["components"]["correlationIds"].update(other={"location": "$message.payload#/other"}),
        "unused-components",
    ),
    "an unused message": mutation(
        lambda d: (
            [channel["messages"].pop("PongEvent") for channel in d["channels"].values()]
            and [d["operations"][key]["reply"]["messages"].pop(0) for key in d["operations"] if key.endswith("Ping")]
        ),
        "unused-components",
        "channel-messages",
        "operation-messages",
    ),
}


@pytest.mark.parametrize("mutation", MUTATIONS.values(), ids=MUTATIONS)
def test_whatever_leads_nowhere_or_is_led_to_from_nowhere_is_noticed(document: Document, mutation: Mutation) -> None:
    """Each change is reported by the rules named beside it, and by no other."""
    assert_noticed(document, mutation)


def test_a_ref_among_the_examples_is_data(document: Document) -> None:
    """Examples are payloads: a key `$ref` in them points to nothing."""
    change = mutation(
        lambda d: messages(d)["PingCommand"]["examples"][0]["payload"]["data"].update({"$ref": "#/nowhere"}),
        "version",
    )
    assert_noticed(
        document, Mutation(lambda d: (change.change(d), d["info"].update(version="next")), frozenset({"version"}))
    )
