from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from contracts.compatibility import Severity, compare
from contracts.document import read
from contracts.pointer import SpecError
from tests.contracts.mutations.mutation import applied

if TYPE_CHECKING:
    from contracts.document import Document
    from tests.contracts.mutations.mutation import Edit

CHANNELS = "#/channels"
OPERATIONS = "#/operations"
MESSAGES = "#/components/messages"
UNKNOWN = "; no rule says what it means for clients, so it counts as breaking"


def news(message: str) -> dict[str, str]:
    return {"$ref": f"{CHANNELS}/newsStream/messages/{message}"}


def sent(channel: str, *messages: str) -> dict[str, Any]:
    """Return an operation that sends events unasked."""
    reference = f"{CHANNELS}/{channel}"
    listed = [{"$ref": f"{reference}/messages/{message}"} for message in messages]
    return {"action": "send", "channel": {"$ref": reference}, "messages": listed}


# The lint keeps the parts of asyncapi.yaml in step, so that some of these cannot stand alone in it. The rules do not
# rely on that: other documents are compared too.
EDITS: dict[str, tuple[list[Edit], tuple[str, str, str]]] = {
    "an operation that is gone": (
        [("drop", f"{OPERATIONS}/newsPing")],
        ("breaking", f"{OPERATIONS}/newsPing", "the operation `newsPing` is gone"),
    ),
    "another operation that takes commands": (
        [("copy", f"{OPERATIONS}/newsPing", f"{OPERATIONS}/newsKnock")],
        ("compatible", f"{OPERATIONS}/newsKnock", "the operation `newsKnock` is new"),
    ),
    "another operation that sends what was not sent before": (
        [("set", f"{OPERATIONS}/newsRemind", sent("newsStream", "SystemUpdate", "PongEvent"))],
        ("breaking", f"{OPERATIONS}/newsRemind", "the operation `newsRemind` is new"),
    ),
    "another operation that sends updates where nothing is subscribed unasked": (
        [("set", f"{OPERATIONS}/dataRemind", sent("dataStream", "NewsUpdate"))],
        ("compatible", f"{OPERATIONS}/dataRemind", "the operation `dataRemind` is new"),
    ),
    "another operation that sends updates where they are subscribed unasked": (
        [("set", f"{OPERATIONS}/newsRemind", sent("newsStream", "NewsUpdate"))],
        ("breaking", f"{OPERATIONS}/newsRemind", "the operation `newsRemind` is new"),
    ),
    "another operation that sends notices, which are asked for everywhere": (
        [("set", f"{OPERATIONS}/newsRemind", sent("newsStream", "SystemUpdate"))],
        ("compatible", f"{OPERATIONS}/newsRemind", "the operation `newsRemind` is new"),
    ),
    "a command that is accepted in another operation": (
        [("add", f"{OPERATIONS}/newsPing/messages/-", news("GetStatusCommand"))],
        ("compatible", f"{OPERATIONS}/newsPing/messages", "`GetStatusCommand` is accepted now"),
    ),
    "a command that is no longer accepted": (
        [("set", f"{OPERATIONS}/newsPing/messages", [])],
        ("breaking", f"{OPERATIONS}/newsPing/messages", "`PingCommand` is no longer accepted"),
    ),
    "an event that is no longer sent": (
        [("drop", f"{OPERATIONS}/newsPublish/messages/1")],
        ("breaking", f"{OPERATIONS}/newsPublish/messages", "`SystemUpdate` is no longer sent"),
    ),
    "an event that is sent now": (
        [("add", f"{OPERATIONS}/newsPublish/messages/-", news("PongEvent"))],
        ("breaking", f"{OPERATIONS}/newsPublish/messages", "`PongEvent` is sent now"),
    ),
    "a reply that is gone": (
        [("drop", f"{OPERATIONS}/newsPing/reply/messages/0")],
        ("breaking", f"{OPERATIONS}/newsPing/reply/messages", "`PongEvent` is no longer a reply"),
    ),
    "another reply": (
        [("add", f"{OPERATIONS}/newsPing/reply/messages/-", news("StatusEvent"))],
        (
            "breaking",
            f"{OPERATIONS}/newsPing/reply/messages",
            "`StatusEvent` is a reply now, which clients do not await",
        ),
    ),
    "a reply on another channel": (
        [("set", f"{OPERATIONS}/newsPing/reply/channel", {"$ref": f"{CHANNELS}/rootStream"})],
        (
            "breaking",
            f"{OPERATIONS}/newsPing/reply/channel",
            f"the channel was {CHANNELS}/newsStream, is {CHANNELS}/rootStream",
        ),
    ),
    "another trigger": (
        [("set", f"{OPERATIONS}/newsGreet/x-trigger", "interval")],
        ("breaking", f"{OPERATIONS}/newsGreet/x-trigger", "`x-trigger` was `connect`, is `interval`"),
    ),
    "a message that is gone from a channel whose operations still name it": (
        [("drop", f"{CHANNELS}/newsStream/messages/PongEvent")],
        ("breaking", f"{CHANNELS}/newsStream/messages/PongEvent", "`PongEvent` is gone"),
    ),
    "a message that no operation of its channel names": (
        [("set", f"{CHANNELS}/newsStream/messages/WelcomeEvent", {"$ref": f"{MESSAGES}/WelcomeEvent"})],
        (
            "compatible",
            f"{CHANNELS}/newsStream/messages/WelcomeEvent",
            "`WelcomeEvent` is new, though nothing sends it yet",
        ),
    ),
    "another word for the same scope": (
        [("drop", f"{CHANNELS}/aiStream/x-alias-of"), ("set", f"{CHANNELS}/aiStream/x-scope", "persistence")],
        ("breaking", f"{CHANNELS}/aiStream/x-scope", "the service `huggingface` is no longer here"),
    ),
    "a service in another category": (
        [("set", f"{MESSAGES}/SchedulerUpdate/tags/0/name", "integration")],
        ("breaking", f"{MESSAGES}/SchedulerUpdate/tags", "the category was `monitoring`, is `integration`"),
    ),
    "a close code after which clients must stay away": (
        [("set", "#/x-close-codes/6/may_reconnect", False)],
        ("breaking", "#/x-close-codes/6/may_reconnect", "clients are told to stay away now"),
    ),
    "a close code after which clients may come back": (
        [("set", "#/x-close-codes/3/may_reconnect", True)],
        ("breaking", "#/x-close-codes/3/may_reconnect", "clients are told to come back now"),
    ),
    "an interval where there was none": (
        [("set", f"{MESSAGES}/SystemUpdate/x-interval-seconds", 5)],
        ("breaking", f"{MESSAGES}/SystemUpdate/x-interval-seconds", f"this was added{UNKNOWN}"),
    ),
    "a message that can be matched": (
        [
            (
                "set",
                f"{MESSAGES}/NewsUpdate/correlationId",
                {"$ref": "#/components/correlationIds/requestIdOfReply"},
            )
        ],
        ("compatible", f"{MESSAGES}/NewsUpdate/correlationId", "it can be matched by a correlation id now"),
    ),
    "a message that can no longer be matched": (
        [("drop", f"{MESSAGES}/PongEvent/correlationId")],
        (
            "breaking",
            f"{MESSAGES}/PongEvent/correlationId",
            "it can no longer be matched by a correlation id",
        ),
    ),
    "servers that are no object": (
        [("set", "#/servers", [])],
        ("breaking", "#/servers", f"this was edited{UNKNOWN}"),
    ),
    "security that is no list": (
        [("set", "#/servers/production/security", {})],
        ("breaking", "#/servers/production/security", f"this was edited{UNKNOWN}"),
    ),
    "bindings that are no object": (
        [("set", "#/components/channelBindings/gateway", 5)],
        ("breaking", "#/components/channelBindings/gateway", f"this was edited{UNKNOWN}"),
    ),
    "a handshake that is no longer described": (
        [("drop", "#/components/channelBindings/gateway/ws/query")],
        ("breaking", "#/components/channelBindings/gateway/ws/query", f"this was removed{UNKNOWN}"),
    ),
}


def told(old: Document, new: Document) -> list[tuple[str, str, str]]:
    return [(change.severity.value, change.pointer, change.words) for change in compare(old, new)]


@pytest.mark.parametrize(("edits", "expected"), EDITS.values(), ids=EDITS)
def test_each_rule_holds_by_itself(document: Document, edits: list[Edit], expected: tuple[str, str, str]) -> None:
    """The change is told where it was made, in words that a person can act on."""
    assert expected in told(document, read(applied(document.raw, edits)))


FIXED = (
    "#/id",
    "#/defaultContentType",
    "#/servers/local/host",
    "#/servers/local/pathname",
    "#/servers/local/protocol",
    "#/servers/local/protocolVersion",
    "#/components/securitySchemes/apiKeyHeader/type",
    "#/components/securitySchemes/apiKeyHeader/in",
    "#/components/securitySchemes/apiKeyHeader/name",
    "#/components/securitySchemes/bearerToken/scheme",
    "#/components/securitySchemes/bearerToken/bearerFormat",
    "#/components/channelBindings/gateway/ws/method",
    "#/components/channelBindings/gateway/ws/bindingVersion",
    "#/components/correlationIds/requestId/location",
    "#/channels/newsStream/address",
    "#/operations/newsPing/action",
    "#/operations/newsGreet/x-trigger",
    "#/components/messages/NewsUpdate/name",
    "#/components/messages/NewsUpdate/contentType",
    "#/x-close-codes/0/name",
)


@pytest.mark.parametrize("pointer", FIXED)
def test_what_programs_go_by_stays_as_it_is(document: Document, pointer: str) -> None:
    """Any other value is breaking."""
    changes = compare(document, read(applied(document.raw, [("set", pointer, "/ws/other")])))

    assert (Severity.BREAKING, pointer) in {(change.severity, change.pointer) for change in changes}


WORDING = (
    *(f"#/info/{key}" for key in ("title", "description", "termsOfService", "contact", "license", "tags")),
    "#/info/externalDocs",
    *(f"#/servers/local/{key}" for key in ("title", "summary", "description", "tags", "externalDocs")),
    *(f"#/channels/newsStream/{key}" for key in ("title", "summary", "description", "externalDocs")),
    *(f"#/operations/newsPing/{key}" for key in ("title", "summary", "description", "tags", "externalDocs")),
    *(f"#/components/messages/PongEvent/{key}" for key in ("title", "summary", "description", "externalDocs")),
    "#/components/messages/PongEvent/examples/0/name",
    "#/components/correlationIds/requestId/description",
    "#/components/securitySchemes/apiKeyHeader/description",
    "#/components/schemas/Stale/$comment",
    "#/components/schemas/Stale/title",
    "#/components/schemas/Stale/deprecated",
    "#/x-error-codes/invalid_json",
    "#/x-close-codes/0/description",
)


@pytest.mark.parametrize("pointer", WORDING)
def test_what_people_read_may_be_worded_better(document: Document, pointer: str) -> None:
    """It is editorial."""
    (change,) = compare(document, read(applied(document.raw, [("set", pointer, "other")])))

    assert change.severity is Severity.EDITORIAL
    assert pointer.startswith(change.pointer)


def test_an_operation_without_a_list_is_about_all_messages_of_its_channel(document: Document) -> None:
    """So says AsyncAPI; to list them changes nothing."""
    unlisted = applied(document.raw, [("drop", f"{OPERATIONS}/newsPublish/messages")])
    everything = [news(name) for name in document.raw["channels"]["newsStream"]["messages"]]
    listed = applied(document.raw, [("set", f"{OPERATIONS}/newsPublish/messages", everything)])

    assert told(read(unlisted), read(listed)) == [("editorial", "#", "the same is written in another way")]


def test_a_service_that_is_gone_is_told_by_every_address_that_carried_it(document: Document) -> None:
    """And by its own address, and by the commands that could name it."""
    edits: list[Edit] = [
        ("drop", f"{CHANNELS}/persistenceStream"),
        *(("drop", f"{OPERATIONS}/{key}") for key in document.raw["operations"] if key.startswith("persistence")),
        ("drop", f"{MESSAGES}/PersistenceUpdate"),
        ("drop", "#/components/schemas/SubscriptionTarget/enum/11"),
    ]
    for prefix in ("root", "master", "all", "integration"):
        edits.append(("drop", f"{CHANNELS}/{prefix}Stream/messages/PersistenceUpdate"))
        names = [item["$ref"].rsplit("/", 1)[1] for item in document.raw["operations"][f"{prefix}Publish"]["messages"]]
        edits.append(("drop", f"{OPERATIONS}/{prefix}Publish/messages/{names.index('PersistenceUpdate')}"))

    assert told(document, read(applied(document.raw, edits))) == [
        *(
            ("breaking", f"{CHANNELS}/{prefix}Stream/x-scope", "the service `persistence` is no longer here")
            for prefix in ("root", "master", "all", "integration")
        ),
        ("breaking", f"{CHANNELS}/persistenceStream", "the address /ws/persistence is gone"),
        (
            "breaking",
            "#/components/schemas/SubscriptionTarget/enum",
            "value `persistence` is no longer allowed in a command",
        ),
    ]


def test_a_change_of_a_shared_schema_is_told_once_with_all_its_messages(document: Document) -> None:
    """Whoever reads it sees how far it reaches."""
    edits = [("add", "#/components/schemas/HealthState/enum/-", "maintenance")]
    (change,) = compare(document, read(applied(document.raw, edits)))

    assert (change.severity, change.messages) == (Severity.BREAKING, ("HealthCheckerUpdate", "PoolManagerUpdate"))


def test_the_worst_changes_come_first(document: Document) -> None:
    """They are what a person looks for."""
    edits = [
        ("set", "#/info/title", "Gateway"),
        ("set", "#/x-max-message-bytes", 32768),
        ("drop", "#/x-error-codes/internal_error"),
    ]

    assert [severity for severity, *_ in told(document, read(applied(document.raw, edits)))] == [*Severity]


@pytest.mark.parametrize(
    ("edit", "pointer"),
    [
        (("drop", f"{OPERATIONS}/newsPing/channel"), f"{OPERATIONS}/newsPing/channel"),
        (("set", f"{OPERATIONS}/newsPing/channel", {}), f"{OPERATIONS}/newsPing/channel"),
        (("set", f"{CHANNELS}/newsStream/address", "/ws/sentiment"), f"{CHANNELS}/newsStream/address"),
        (("drop", f"{MESSAGES}/PongEvent"), f"{CHANNELS}/rootStream/messages/PongEvent"),
    ],
)
def test_a_document_without_sense_cannot_be_compared(document: Document, edit: Edit, pointer: str) -> None:
    """The error names the place."""
    with pytest.raises(SpecError) as caught:
        compare(document, read(applied(document.raw, [edit])))
    assert caught.value.pointer == pointer


def test_a_reply_that_leaves_the_channel_too_is_told_once(document: Document) -> None:
    """The operation tells it, since it is what clients notice."""
    edits: list[Edit] = [
        ("drop", f"{CHANNELS}/newsStream/messages/PongEvent"),
        ("drop", f"{OPERATIONS}/newsPing/reply/messages/0"),
    ]

    assert told(document, read(applied(document.raw, edits))) == [
        ("breaking", f"{OPERATIONS}/newsPing/reply/messages", "`PongEvent` is no longer a reply")
    ]


def test_a_message_that_no_operation_names_is_compared_as_an_event(document: Document) -> None:
    """It may be sent all the same."""
    unnamed: list[Edit] = [
        ("copy", f"{MESSAGES}/PongEvent", f"{MESSAGES}/OddEvent"),
        ("set", f"{CHANNELS}/newsStream/messages/OddEvent", {"$ref": f"{MESSAGES}/OddEvent"}),
    ]
    title: Edit = ("set", f"{MESSAGES}/OddEvent/title", "Odd")
    old, new = (read(applied(document.raw, edits)) for edits in (unnamed, [*unnamed, title]))

    assert told(old, new) == [("editorial", f"{MESSAGES}/OddEvent/title", "this was edited")]


def test_another_word_for_the_same_services_is_compatible(document: Document) -> None:
    """What the word may hold one day is told on that day."""
    alone: Edit = ("set", f"{MESSAGES}/PersistenceUpdate/tags/0/name", "archive")
    word: Edit = ("set", f"{CHANNELS}/persistenceStream/x-scope", "archive")
    old, new = (read(applied(document.raw, edits)) for edits in ([alone], [alone, word]))

    assert told(old, new) == [
        ("compatible", f"{CHANNELS}/persistenceStream/x-scope", "the scope was `persistence`, is `archive`")
    ]
