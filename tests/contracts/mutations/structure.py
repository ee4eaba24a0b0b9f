"""Edits of what there is, where it is, and when it comes."""

from typing import Any

from contracts.document import load
from tests.contracts.mutations.mutation import Edit, mutation

CHANNELS = "#/channels"
OPERATIONS = "#/operations"
MESSAGES = "#/components/messages"
CATALOGUE = f"{MESSAGES}/WelcomeEvent/examples/0/payload/data/available_services"
SUFFIXES = ("Subscribe", "Unsubscribe", "GetStatus", "Ping", "Greet", "Publish")


def without_channel(prefix: str) -> list[Edit]:
    return [
        ("drop", f"{CHANNELS}/{prefix}Stream"),
        *(("drop", f"{OPERATIONS}/{prefix}{suffix}") for suffix in SUFFIXES),
    ]


def channel_like(prefix: str, other: str, address: str) -> list[Edit]:
    """Add a channel that is a copy of another, with its operations."""
    raw = load().raw
    return [
        ("set", f"{CHANNELS}/{prefix}Stream", {**raw["channels"][f"{other}Stream"], "address": address}),
        *(
            ("set", f"{OPERATIONS}/{prefix}{suffix}", renamed(raw["operations"][f"{other}{suffix}"], prefix, other))
            for suffix in SUFFIXES
        ),
    ]


def renamed(node: Any, prefix: str, other: str) -> Any:
    if isinstance(node, dict):
        return {key: renamed(child, prefix, other) for key, child in node.items()}
    if isinstance(node, list):
        return [renamed(child, prefix, other) for child in node]
    return str(node).replace(f"/{other}Stream", f"/{prefix}Stream")


def carrying(prefix: str, update: str) -> list[Edit]:
    """Let a channel carry an update, and publish it."""
    return [
        ("set", f"{CHANNELS}/{prefix}Stream/messages/{update}", {"$ref": f"{MESSAGES}/{update}"}),
        ("add", f"{OPERATIONS}/{prefix}Publish/messages/-", {"$ref": f"{CHANNELS}/{prefix}Stream/messages/{update}"}),
    ]


WEATHER = [
    ("copy", "#/components/schemas/SchedulerUpdate", "#/components/schemas/WeatherUpdate"),
    ("set", "#/components/schemas/WeatherUpdate/properties/service/const", "weather"),
    ("copy", f"{MESSAGES}/SchedulerUpdate", f"{MESSAGES}/WeatherUpdate"),
    ("set", f"{MESSAGES}/WeatherUpdate/name", "WeatherUpdate"),
    ("set", f"{MESSAGES}/WeatherUpdate/payload/$ref", "#/components/schemas/WeatherUpdate"),
    ("set", f"{MESSAGES}/WeatherUpdate/examples/0/payload/service", "weather"),
    ("add", "#/components/schemas/SubscriptionTarget/enum/12", "weather"),
    ("add", f"{CATALOGUE}/monitoring/-", "weather"),
    *(edit for prefix in ("root", "master", "all", "monitoring") for edit in carrying(prefix, "WeatherUpdate")),
]

CHANNEL_MUTATIONS = (
    mutation("an address is gone", without_channel("ai"), ("breaking", f"{CHANNELS}/aiStream")),
    mutation(
        "an address is another",
        [("set", f"{CHANNELS}/newsStream/address", "/ws/headlines")],
        ("breaking", f"{CHANNELS}/newsStream/address"),
    ),
    mutation(
        "an address is new",
        channel_like("headlines", "news", "/ws/headlines"),
        ("compatible", f"{CHANNELS}/headlinesStream"),
    ),
    mutation(
        "an address subscribes no longer",
        [("set", f"{CHANNELS}/newsStream/x-subscription", "manual")],
        ("breaking", f"{CHANNELS}/newsStream/x-subscription"),
    ),
    mutation(
        "an address subscribes unasked",
        [("set", f"{CHANNELS}/dataStream/x-subscription", "auto")],
        ("breaking", f"{CHANNELS}/dataStream/x-subscription"),
    ),
    mutation(
        "an alias subscribes otherwise than its original",
        [("set", f"{CHANNELS}/huggingfaceStream/x-subscription", "manual")],
        ("DOC", "aliases"),
    ),
    mutation(
        "the catalogue is cut short",
        [("set", f"{CHANNELS}/masterStream/x-welcome", "short")],
        ("breaking", f"{CHANNELS}/masterStream/x-welcome"),
    ),
    mutation(
        "the short welcome holds the catalogue",
        [("set", f"{CHANNELS}/rootStream/x-welcome", "catalogue")],
        ("compatible", f"{CHANNELS}/rootStream/x-welcome"),
    ),
    mutation(
        "an address greets with a welcome that it did not send",
        [
            ("set", f"{CHANNELS}/dataStream/x-welcome", "short"),
            ("set", f"{CHANNELS}/dataStream/messages/WelcomeEvent", {"$ref": f"{MESSAGES}/WelcomeEvent"}),
            ("add", f"{OPERATIONS}/dataGreet/messages/-", {"$ref": f"{CHANNELS}/dataStream/messages/WelcomeEvent"}),
        ],
        ("breaking", f"{CHANNELS}/dataStream/x-welcome"),
        ("breaking", f"{OPERATIONS}/dataGreet/messages"),
    ),
    mutation(
        "an alias is no alias",
        [("drop", f"{CHANNELS}/aiStream/x-alias-of")],
        ("breaking", f"{CHANNELS}/aiStream/x-alias-of"),
    ),
    mutation(
        "an address carries one service less",
        [
            ("set", f"{CHANNELS}/integrationStream/x-scope", "huggingface"),
            ("drop", f"{CHANNELS}/integrationStream/messages/PersistenceUpdate"),
            ("drop", f"{OPERATIONS}/integrationPublish/messages/1"),
        ],
        ("breaking", f"{CHANNELS}/integrationStream/x-scope"),
    ),
    mutation(
        "an address where clients subscribe carries more",
        [
            ("set", f"{CHANNELS}/integrationStream/x-scope", "all"),
            *(
                edit
                for message in load().messages.values()
                if message.name.endswith("Update") and message.category in {"data_collection", "monitoring"}
                for edit in carrying("integration", message.name)
            ),
        ],
        ("compatible", f"{CHANNELS}/integrationStream/x-scope"),
    ),
    mutation(
        "an address that subscribes carries more",
        [
            ("set", f"{CHANNELS}/persistenceStream/x-scope", "integration"),
            *carrying("persistence", "HuggingfaceUpdate"),
        ],
        ("breaking", f"{CHANNELS}/persistenceStream/x-scope"),
    ),
    mutation(
        "a scope that the messages do not follow",
        [("set", f"{CHANNELS}/integrationStream/x-scope", "huggingface")],
        ("DOC", "channel-messages"),
        ("DOC", "operation-messages"),
    ),
    mutation(
        "a service is new",
        WEATHER,
        *(("compatible", f"{CHANNELS}/{prefix}Stream/x-scope") for prefix in ("root", "master", "all", "monitoring")),
        ("compatible", "#/components/schemas/SubscriptionTarget/enum"),
        ("editorial", f"{MESSAGES}/WelcomeEvent/examples"),
    ),
    mutation(
        "the services stand in another order",
        [
            ("move", f"{MESSAGES}/HuggingfaceUpdate", f"{MESSAGES}/HuggingfaceUpdate"),
            ("set", "#/components/schemas/SubscriptionTarget/enum/10", "persistence"),
            ("set", "#/components/schemas/SubscriptionTarget/enum/11", "huggingface"),
            ("set", f"{CATALOGUE}/integration", ["persistence", "huggingface"]),
        ],
        ("breaking", MESSAGES),
        ("editorial", f"{MESSAGES}/WelcomeEvent/examples"),
    ),
    mutation(
        "the services stand in another order, but not among the targets",
        [("move", f"{MESSAGES}/NewsUpdate", f"{MESSAGES}/NewsUpdate")],
        ("DOC", "subscription-targets"),
        ("DOC", "welcomes"),
    ),
)

MESSAGE_MUTATIONS = (
    mutation(
        "an interval is longer",
        [("set", f"{MESSAGES}/NewsUpdate/x-interval-seconds", 120)],
        ("breaking", f"{MESSAGES}/NewsUpdate/x-interval-seconds"),
    ),
    mutation(
        "an interval is shorter",
        [("set", f"{MESSAGES}/NewsUpdate/x-interval-seconds", 30.5)],
        ("compatible", f"{MESSAGES}/NewsUpdate/x-interval-seconds"),
    ),
    mutation(
        "the place of a correlation id is another",
        [("set", "#/components/correlationIds/requestIdOfReply/location", "$message.payload#/data")],
        ("breaking", "#/components/correlationIds/requestIdOfReply/location"),
    ),
    mutation(
        "a message is of another content type",
        [("set", f"{MESSAGES}/NewsUpdate/contentType", "application/msgpack")],
        ("breaking", f"{MESSAGES}/NewsUpdate/contentType"),
    ),
    mutation(
        "a message has headers",
        [("set", f"{MESSAGES}/NewsUpdate/headers", {"type": "object"})],
        ("breaking", f"{MESSAGES}/NewsUpdate/headers"),
    ),
    mutation(
        "the messages of an operation stand in another order",
        [
            ("add", f"{OPERATIONS}/rootGreet/messages/0", {"$ref": f"{CHANNELS}/rootStream/messages/WelcomeEvent"}),
            ("drop", f"{OPERATIONS}/rootGreet/messages/2"),
        ],
        ("editorial", "#"),
    ),
)

MUTATIONS = CHANNEL_MUTATIONS + MESSAGE_MUTATIONS
