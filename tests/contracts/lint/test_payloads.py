from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.contracts.lint.mutation import Mutation, assert_noticed, mutation, schemas

if TYPE_CHECKING:
    from contracts.document import Document

MUTATIONS = {
    "an envelope with an optional key": mutation(
        lambda d: schemas(d)["StatusEvent"]["required"].remove("timestamp"),
        "envelope",
        where="/components/schemas/StatusEvent/required",
    ),
    "an envelope with a fifth key": mutation(
        lambda d: schemas(d)["StatusEvent"]["properties"].update(sequence={"type": "integer"}), "envelope"
    ),
    "data that need not say where it comes from": mutation(
        lambda d: schemas(d)["NewsData"]["required"].remove("source"),
        "freshness",
        where="/components/schemas/NewsUpdate/properties/data",
    ),
    "data that need not say of what instant it is": mutation(
        lambda d: schemas(d)["OnchainData"]["required"].remove("as_of"), "freshness"
    ),
    "data that need not say whether it is stale": mutation(
        lambda d: schemas(d)["MarketDataData"]["required"].remove("stale"), "freshness"
    ),
    "a timestamp that is any text": mutation(
        lambda d: schemas(d)["NewsData"]["properties"].update(timestamp={"type": "string"}),
        "timestamps",
        where="/components/schemas/NewsData/properties/timestamp",
    ),
    "an instant of a form of its own": mutation(
        lambda d: schemas(d)["NewsData"]["properties"].update(as_of={"type": "string", "format": "date-time"}),
        "timestamps",
    ),
    "a target missing": mutation(
        lambda d: schemas(d)["SubscriptionTarget"]["enum"].remove("onchain"),
        "subscription-targets",
        where="/components/schemas/SubscriptionTarget/enum",
    ),
    "a target too many": mutation(
        lambda d: schemas(d)["SubscriptionTarget"]["enum"].append("weather"), "subscription-targets"
    ),
    "targets in another order": mutation(
        lambda d: schemas(d)["SubscriptionTarget"]["enum"].reverse(), "subscription-targets"
    ),
    "a frame that can be two events": mutation(
        lambda d: schemas(d)["StatusEvent"]["properties"].update(type={"type": "string"}), "constants", "ambiguity"
    ),
}


@pytest.mark.parametrize("mutation", MUTATIONS.values(), ids=MUTATIONS)
def test_a_payload_that_breaks_the_common_form_is_noticed(document: Document, mutation: Mutation) -> None:
    """Each change is reported by the rules named beside it, and by no other."""
    assert_noticed(document, mutation)
