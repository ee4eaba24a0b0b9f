from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.contracts.lint.mutation import Mutation, assert_noticed, example, messages, mutation, schemas

if TYPE_CHECKING:
    from contracts.document import Document

MUTATIONS = {
    "a name that is not the key": mutation(
        lambda d: messages(d)["NewsUpdate"].update(name="NewsUpdated"),
        "message-names",
        where="/components/messages/NewsUpdate/name",
    ),
    "a payload of another name": mutation(
        lambda d: (
            schemas(d).update(Pong=schemas(d).pop("PongEvent"))
            or messages(d)["PongEvent"].update(payload={"$ref": "#/components/schemas/Pong"})
        ),
        "message-names",
    ),
    "an example that breaks a constant": mutation(
        lambda d: example(d, "NewsUpdate").update(type="updates"),
        "examples",
        where="/components/messages/NewsUpdate/examples/0/payload/type",
    ),
    "an example that breaks a format": mutation(
        lambda d: example(d, "NewsUpdate")["data"]["articles"][0].update(url="no uri"), "examples"
    ),
    "an example that breaks the form of timestamps": mutation(
        lambda d: example(d, "NewsUpdate").update(timestamp="2026-11-23T10:30:00Z"), "examples"
    ),
    "an example on a day that never was": mutation(
        lambda d: example(d, "NewsUpdate").update(timestamp="2026-02-30T10:30:00.000Z"), "examples"
    ),
    "an example without a required field": mutation(
        lambda d: example(d, "NewsUpdate")["data"].pop("articles"), "examples"
    ),
    "an example with an undeclared field": mutation(
        lambda d: example(d, "NewsUpdate")["data"].update(artikles=[]), "examples"
    ),
    "an example of a command with an undeclared field": mutation(
        lambda d: example(d, "SubscribeCommand").update(services=[]), "examples"
    ),
    "a message without examples": mutation(
        lambda d: messages(d)["NewsUpdate"].pop("examples"),
        "examples",
        where="/components/messages/NewsUpdate/examples",
    ),
    "an event of any service": mutation(
        lambda d: schemas(d)["ErrorEvent"]["properties"]["service"].pop("const"),
        "constants",
        where="/components/schemas/ErrorEvent/properties/service",
    ),
    "an event of the type of another": mutation(
        lambda d: schemas(d)["ErrorEvent"]["properties"]["type"].update(const="status"),
        "examples",
        "ambiguity",
    ),
    "an update of a type of its own": mutation(
        lambda d: schemas(d)["NewsUpdate"]["properties"]["type"].update(const="news"), "constants", "examples"
    ),
    "an event that calls itself an update": mutation(
        lambda d: schemas(d)["PongEvent"]["properties"]["type"].update(const="update"),
        "constants",
        "examples",
        "ambiguity",
    ),
    "a command of another action": mutation(
        lambda d: schemas(d)["GetStatusCommand"]["properties"]["action"].update(const="status"),
        "constants",
        "examples",
    ),
    "two commands of one action": mutation(
        lambda d: schemas(d)["GetStatusCommand"]["properties"]["action"].update(const="ping"),
        "constants",
        "examples",
        "ambiguity",
    ),
    "an interval of zero": mutation(lambda d: messages(d)["NewsUpdate"].update({"x-interval-seconds": 0}), "intervals"),
    "an interval of something else": mutation(
        lambda d: messages(d)["SystemUpdate"].update({"x-interval-seconds": 5}), "intervals"
    ),
    "a correlation id that is not in the payload": mutation(
        lambda d: d["components"]["correlationIds"]["requestId"].update(location="$message.payload#/nowhere"),
        "correlation",
        where="/components/messages/SubscribeCommand/correlationId",
    ),
    "a correlation id deep in nothing": mutation(
        lambda d: d["components"]["correlationIds"]["requestIdOfReply"].update(
            location="$message.payload#/data/request_id/text"
        ),
        "correlation",
    ),
    "a reply without a correlation id": mutation(
        lambda d: messages(d)["StatusEvent"].pop("correlationId"), "correlation"
    ),
    "a command without a correlation id": mutation(
        lambda d: messages(d)["PingCommand"].pop("correlationId"), "correlation"
    ),
}


@pytest.mark.parametrize("mutation", MUTATIONS.values(), ids=MUTATIONS)
def test_a_message_that_does_not_say_what_it_is_is_noticed(document: Document, mutation: Mutation) -> None:
    """Each change is reported by the rules named beside it, and by no other."""
    assert_noticed(document, mutation)
