from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.contracts.lint.mutation import Mutation, assert_noticed, mutation

if TYPE_CHECKING:
    from contracts.document import Document

NEWS = "#/channels/newsStream/messages"

MUTATIONS = {
    "two channels of one address": mutation(
        lambda d: d["channels"]["newsStream"].update(address="/ws/sentiment"),
        "addresses",
        where="/channels/sentimentStream/address",
    ),
    "an address with a parameter": mutation(
        lambda d: d["channels"]["newsStream"].update(address="/ws/{service}"), "addresses"
    ),
    "an address outside /ws": mutation(lambda d: d["channels"]["newsStream"].update(address="/wsnews"), "addresses"),
    "an alias that subscribes otherwise": mutation(
        lambda d: d["channels"]["aiStream"].update({"x-subscription": "manual"}), "aliases"
    ),
    "an alias of another scope": mutation(
        lambda d: d["channels"]["aiStream"].update({"x-alias-of": "#/channels/newsStream"}), "aliases"
    ),
    "an alias of an alias": mutation(
        lambda d: d["channels"]["persistenceStream"].update({"x-alias-of": "#/channels/aiStream"}), "aliases"
    ),
    "a channel without one of its updates": mutation(
        lambda d: (
            d["channels"]["dataStream"]["messages"].pop("NewsUpdate")
            and d["operations"]["dataPublish"]["messages"].remove({"$ref": "#/channels/dataStream/messages/NewsUpdate"})
        ),
        "channel-messages",
        "operation-messages",
    ),
    "a channel with an update beyond its scope": mutation(
        lambda d: d["channels"]["newsStream"]["messages"].update(
            SentimentUpdate={"$ref": "#/components/messages/SentimentUpdate"}
        ),
        "channel-messages",
    ),
    "a channel with a welcome that it does not send": mutation(
        lambda d: d["channels"]["newsStream"]["messages"].update(
            WelcomeEvent={"$ref": "#/components/messages/WelcomeEvent"}
        ),
        "channel-messages",
    ),
    "a channel's message under another name": mutation(
        lambda d: d["channels"]["newsStream"]["messages"].update(
            PongEvent={"$ref": "#/components/messages/StatusEvent"}
        ),
        "channel-messages",
    ),
    "a welcome that is not sent": mutation(
        lambda d: d["channels"]["rootStream"].pop("x-welcome"), "channel-messages", "operation-messages"
    ),
    "a scope that the messages do not follow": mutation(
        lambda d: d["channels"]["newsStream"].update({"x-scope": "sentiment"}), "channel-messages", "operation-messages"
    ),
    "an operation missing": mutation(lambda d: d["operations"].pop("newsPing"), "operations", where="/operations"),
    "a channel without operations": mutation(
        lambda d: [d["operations"].pop(key) for key in list(d["operations"]) if key.startswith("ai")], "operations"
    ),
    "a seventh operation": mutation(
        lambda d: d["operations"].update(newsHistory=d["operations"]["newsGreet"]), "operations"
    ),
    "a channel key without its ending": mutation(
        lambda d: d["channels"].update(newsStreams=d["channels"].pop("newsStream")),
        "dangling-references",
    ),
    "a command that is sent": mutation(
        lambda d: d["operations"]["newsPing"].update(action="send"),
        "operations",
        where="/operations/newsPing/action",
    ),
    "a greeting at an interval": mutation(
        lambda d: d["operations"]["newsGreet"].update({"x-trigger": "interval"}), "operations"
    ),
    "an operation on another channel": mutation(
        lambda d: d["operations"]["newsPing"].update(channel={"$ref": "#/channels/rootStream"}),
        "operation-references",
        where="/operations/newsPing/channel",
    ),
    "an operation with a message of another channel": mutation(
        lambda d: d["operations"]["newsPing"]["messages"][0].update(
            {"$ref": "#/channels/rootStream/messages/PingCommand"}
        ),
        "operation-references",
    ),
    "an operation with a message of no channel": mutation(
        lambda d: d["operations"]["newsPing"]["messages"][0].update({"$ref": "#/components/messages/PingCommand"}),
        "operation-references",
    ),
    "a reply on another channel": mutation(
        lambda d: d["operations"]["newsPing"]["reply"].update(channel={"$ref": "#/channels/rootStream"}),
        "operation-references",
        where="/operations/newsPing/reply/channel",
    ),
    "a reply of another channel": mutation(
        lambda d: d["operations"]["newsPing"]["reply"]["messages"][0].update(
            {"$ref": "#/channels/rootStream/messages/PongEvent"}
        ),
        "operation-references",
        where="/operations/newsPing/reply/messages/0",
    ),
    "an operation without messages": mutation(
        lambda d: d["operations"]["newsPing"].pop("messages"), "operation-messages"
    ),
    "the confirmation of another command": mutation(
        lambda d: d["operations"]["newsPing"]["reply"]["messages"][0].update({"$ref": f"{NEWS}/StatusEvent"}),
        "operation-messages",
    ),
    "a command that cannot be refused": mutation(
        lambda d: d["operations"]["newsPing"]["reply"]["messages"].pop(), "operation-messages"
    ),
    "a command without a reply": mutation(lambda d: d["operations"]["newsPing"].pop("reply"), "operation-messages"),
    "a message sent twice": mutation(
        lambda d: d["operations"]["newsPublish"]["messages"].append({"$ref": f"{NEWS}/NewsUpdate"}),
        "operation-messages",
    ),
    "a greeting that is no greeting": mutation(
        lambda d: d["operations"]["newsGreet"]["messages"][0].update({"$ref": f"{NEWS}/NewsUpdate"}),
        "operation-messages",
    ),
}


@pytest.mark.parametrize("mutation", MUTATIONS.values(), ids=MUTATIONS)
def test_a_channel_that_differs_from_the_skeleton_is_noticed(document: Document, mutation: Mutation) -> None:
    """Each change is reported by the rules named beside it, and by no other."""
    assert_noticed(document, mutation)
