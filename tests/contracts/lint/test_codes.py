from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.contracts.lint.mutation import Mutation, assert_noticed, example, messages, mutation

if TYPE_CHECKING:
    from contracts.document import Document

MUTATIONS = {
    "close codes out of order": mutation(lambda d: d["x-close-codes"].reverse(), "close-codes"),
    "a close code twice": mutation(
        lambda d: d["x-close-codes"].append(d["x-close-codes"][-1] | {"name": "again"}), "close-codes"
    ),
    "a close code's name twice": mutation(
        lambda d: d["x-close-codes"][1].update(name="normal"), "close-codes", where="/x-close-codes/1/name"
    ),
    "a close code that is never sent": mutation(
        lambda d: d["x-close-codes"].insert(3, d["x-close-codes"][0] | {"code": 1006, "name": "abnormal"}),
        "close-codes",
    ),
    "an error code in another case": mutation(
        lambda d: d["x-error-codes"].update({"tooMany": "Too many."}), "error-codes", where="/x-error-codes/tooMany"
    ),
    "an example with an unknown error code": mutation(
        lambda d: example(d, "ErrorEvent")["data"].update(code="invalid_servise"),
        "error-codes",
        where="/components/messages/ErrorEvent/examples/0/payload/data/code",
    ),
    "a tag that is not declared": mutation(
        lambda d: d["channels"]["newsStream"]["tags"][0].update(name="dat"), "categories"
    ),
    "a message's tag that is not declared": mutation(
        lambda d: messages(d)["PongEvent"]["tags"][0].update(name="dat"), "categories"
    ),
    "a service of the system": mutation(
        lambda d: messages(d)["SchedulerUpdate"]["tags"][0].update(name="system"),
        "categories",
        "welcomes",
        "channel-messages",
        "operation-messages",
    ),
    "a welcome of no kind": mutation(
        lambda d: d["channels"]["rootStream"].update({"x-welcome": "warm"}), "welcomes", where="/rootStream/x-welcome"
    ),
    "a catalogue that lacks a service": mutation(
        lambda d: example(d, "WelcomeEvent")["data"]["available_services"]["monitoring"].remove("scheduler"), "welcomes"
    ),
    "a kind of welcome without an example": mutation(
        lambda d: messages(d)["WelcomeEvent"]["examples"].pop(), "welcomes"
    ),
    "a host with a scheme": mutation(
        lambda d: d["servers"]["local"].update(host="ws://localhost:7860"), "hosts", where="/servers/local/host"
    ),
    "a server of another protocol": mutation(lambda d: d["servers"]["local"].update(protocol="http"), "hosts"),
    "no longest message": mutation(lambda d: d.update({"x-max-message-bytes": 0}), "limits"),
    "a limit of nothing": mutation(
        lambda d: d["x-limits"].update(commands_at_once=0), "limits", where="/x-limits/commands_at_once"
    ),
    "a limit below nothing": mutation(
        lambda d: d["x-limits"].update(excess_s=-1), "limits", where="/x-limits/excess_s"
    ),
    "a version that is not three numbers": mutation(lambda d: d["info"].update(version="2.1"), "version"),
}


@pytest.mark.parametrize("mutation", MUTATIONS.values(), ids=MUTATIONS)
def test_a_code_or_name_that_does_not_fit_is_noticed(document: Document, mutation: Mutation) -> None:
    """Each change is reported by the rules named beside it, and by no other."""
    assert_noticed(document, mutation)
