"""Edits of limits, codes, servers, and of what is written for people."""

from dataclasses import fields

from contracts.terms import Limits
from tests.contracts.mutations.mutation import mutation

ERRORS = "#/x-error-codes"
CLOSES = "#/x-close-codes"
LIMITS = "#/x-limits"
SERVERS = "#/servers"
SCHEMES = "#/components/securitySchemes"
HANDSHAKE = "#/components/channelBindings/gateway/ws"
MESSAGES = "#/components/messages"
SCHEMAS = "#/components/schemas"

CODES = (
    mutation(
        "the longest message is halved", [("set", "#/x-max-message-bytes", 8192)], ("breaking", "#/x-max-message-bytes")
    ),
    mutation(
        "the longest message is doubled",
        [("set", "#/x-max-message-bytes", 32768)],
        ("compatible", "#/x-max-message-bytes"),
    ),
    mutation(
        "commands are allowed half as often",
        [("set", f"{LIMITS}/commands_per_s", 5)],
        ("breaking", f"{LIMITS}/commands_per_s"),
    ),
    mutation(
        "twice as many mistakes are borne",
        [("set", f"{LIMITS}/mistakes_per_min", 40)],
        ("compatible", f"{LIMITS}/mistakes_per_min"),
    ),
    mutation(
        "limits are stated no longer",
        [("drop", LIMITS)],
        *(("breaking", f"{LIMITS}/{field.name}") for field in fields(Limits)),
    ),
    mutation("a limit is nothing", [("set", f"{LIMITS}/handshakes_per_s", 0)], ("DOC", "limits")),
    mutation("a limit is new", [("set", f"{LIMITS}/bytes_per_s", 1000)], ("compatible", f"{LIMITS}/bytes_per_s")),
    mutation(
        "an error has another cause",
        [("set", f"{ERRORS}/internal_error/cause", "sources")],
        ("editorial", f"{ERRORS}/internal_error"),
    ),
    mutation("an error code is gone", [("drop", f"{ERRORS}/internal_error")], ("breaking", f"{ERRORS}/internal_error")),
    mutation(
        "an error code is new", [("set", f"{ERRORS}/too_many", "Too many.")], ("compatible", f"{ERRORS}/too_many")
    ),
    mutation(
        "an error code has another name",
        [("move", f"{ERRORS}/internal_error", f"{ERRORS}/server_error")],
        ("breaking", f"{ERRORS}/internal_error"),
        ("compatible", f"{ERRORS}/server_error"),
    ),
    mutation(
        "an error code that an example uses is gone", [("drop", f"{ERRORS}/invalid_service")], ("DOC", "error-codes")
    ),
    mutation(
        "clients must stay away after a close code",
        [("set", f"{CLOSES}/6/may_reconnect", False)],
        ("breaking", f"{CLOSES}/6/may_reconnect"),
    ),
    mutation(
        "clients may come back after a close code",
        [("set", f"{CLOSES}/3/may_reconnect", True)],
        ("breaking", f"{CLOSES}/3/may_reconnect"),
    ),
    mutation("a close code is gone", [("drop", f"{CLOSES}/7")], ("breaking", f"{CLOSES}/7")),
    mutation(
        "a close code is new",
        [("add", f"{CLOSES}/-", {"code": 4500, "name": "quota", "may_reconnect": False, "description": "Enough."})],
        ("compatible", f"{CLOSES}/9"),
    ),
    mutation(
        "a close code has another name", [("set", f"{CLOSES}/6/name", "restart")], ("breaking", f"{CLOSES}/6/name")
    ),
)

DOORS = (
    mutation(
        "a server is elsewhere",
        [("set", f"{SERVERS}/production/host", "example.org")],
        ("breaking", f"{SERVERS}/production/host"),
    ),
    mutation("a server is gone", [("drop", f"{SERVERS}/local")], ("breaking", f"{SERVERS}/local")),
    mutation(
        "a server is new",
        [("set", f"{SERVERS}/staging", {"host": "staging.example.com", "protocol": "wss"})],
        ("compatible", f"{SERVERS}/staging"),
    ),
    mutation(
        "a server asks for TLS",
        [("set", f"{SERVERS}/local/protocol", "wss")],
        ("breaking", f"{SERVERS}/local/protocol"),
    ),
    mutation(
        "a server asks for a token",
        [("set", f"{SERVERS}/local/security", [{"$ref": f"{SCHEMES}/bearerToken"}])],
        ("breaking", f"{SERVERS}/local/security"),
    ),
    mutation(
        "a server asks for nothing",
        [("drop", f"{SERVERS}/production/security"), ("drop", "#/components/securitySchemes")],
        ("compatible", f"{SERVERS}/production/security"),
    ),
    mutation(
        "a scheme is accepted no longer",
        [("drop", f"{SERVERS}/production/security/3"), ("drop", f"{SCHEMES}/tokenQuery")],
        ("breaking", f"{SERVERS}/production/security"),
    ),
    mutation(
        "a scheme is accepted no longer, but still described",
        [("drop", f"{SERVERS}/production/security/2")],
        ("DOC", "unused-components"),
    ),
    mutation(
        "another scheme is accepted too",
        [("add", f"{SERVERS}/production/security/-", {"type": "userPassword"})],
        ("compatible", f"{SERVERS}/production/security"),
    ),
    mutation(
        "a scheme uses another header",
        [("set", f"{SCHEMES}/apiKeyHeader/name", "X-Token")],
        ("breaking", f"{SCHEMES}/apiKeyHeader/name"),
    ),
    mutation(
        "the handshake needs a parameter",
        [("set", f"{HANDSHAKE}/query/required", ["token"])],
        ("breaking", f"{HANDSHAKE}/query/required"),
    ),
    mutation(
        "the handshake may have another header",
        [("set", f"{HANDSHAKE}/headers/properties/Accept-Language", {"type": "string"})],
        ("compatible", f"{HANDSHAKE}/headers/properties/Accept-Language"),
    ),
    mutation(
        "frames are of another content type",
        [("set", "#/defaultContentType", "application/cbor")],
        ("breaking", "#/defaultContentType"),
    ),
    mutation("the document is another's", [("set", "#/id", "urn:other")], ("breaking", "#/id")),
    mutation("the document is of a newer AsyncAPI", [("set", "#/asyncapi", "3.1.0")], ("compatible", "#/asyncapi")),
    mutation("the document is of another AsyncAPI", [("set", "#/asyncapi", "4.0.0")], ("breaking", "#/asyncapi")),
    mutation(
        "the document has a word that no rule knows", [("set", "#/x-rate-limit", 10)], ("breaking", "#/x-rate-limit")
    ),
)

WORDING = (
    mutation(
        "the prose is edited", [("set", "#/info/description", "Crypto data.")], ("editorial", "#/info/description")
    ),
    mutation(
        "a meaning is worded better",
        [("set", f"{ERRORS}/internal_error", "Our fault.")],
        ("editorial", f"{ERRORS}/internal_error"),
    ),
    mutation(
        "the description of a field is edited",
        [("set", f"{SCHEMAS}/WhaleWallet/properties/total_usd/description", "US dollars.")],
        ("editorial", f"{SCHEMAS}/WhaleWallet/properties/total_usd/description"),
    ),
    mutation(
        "the description of a shared schema is edited",
        [("set", f"{SCHEMAS}/Timestamp/description", "UTC.")],
        ("editorial", f"{SCHEMAS}/Timestamp/description"),
    ),
    mutation(
        "an example is another",
        [("set", f"{MESSAGES}/PingCommand/examples/0/payload/data", {"n": 1})],
        ("editorial", f"{MESSAGES}/PingCommand/examples"),
    ),
    mutation(
        "a title is another",
        [("set", f"{MESSAGES}/PingCommand/title", "Knock")],
        ("editorial", f"{MESSAGES}/PingCommand/title"),
    ),
    mutation(
        "the description of a server is edited",
        [("set", f"{SERVERS}/local/summary", "Here.")],
        ("editorial", f"{SERVERS}/local/summary"),
    ),
    mutation("the licence is another", [("set", "#/info/license/name", "MIT")], ("editorial", "#/info/license")),
    mutation(
        "a schema is written in place",
        [
            ("copy", f"{SCHEMAS}/Sentiment", f"{SCHEMAS}/SentimentData/properties/overall_sentiment"),
            ("drop", f"{SCHEMAS}/Sentiment"),
        ],
        ("editorial", "#"),
    ),
    mutation(
        "a schema has another name",
        [
            ("move", f"{SCHEMAS}/Sentiment", f"{SCHEMAS}/Mood"),
            ("set", f"{SCHEMAS}/SentimentData/properties/overall_sentiment/$ref", f"{SCHEMAS}/Mood"),
        ],
        ("editorial", "#"),
    ),
)

MUTATIONS = CODES + DOORS + WORDING
