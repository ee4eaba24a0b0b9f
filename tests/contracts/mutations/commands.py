"""Edits of what clients send."""

from tests.contracts.mutations.mutation import mutation

SCHEMAS = "#/components/schemas"
PING = f"{SCHEMAS}/PingCommand"
REQUEST_ID = f"{SCHEMAS}/RequestId"
PING_EXAMPLES = "#/components/messages/PingCommand/examples"

MUTATIONS = (
    mutation(
        "an optional field of a command is required",
        [("add", f"{PING}/required/-", "data")],
        ("breaking", f"{PING}/required"),
    ),
    mutation(
        "a required field of a command is optional",
        [("drop", f"{SCHEMAS}/SubscribeCommand/required/1")],
        ("compatible", f"{SCHEMAS}/SubscribeCommand/required"),
    ),
    mutation(
        "a command has another optional field",
        [("set", f"{PING}/properties/echo", {"type": "boolean"})],
        ("compatible", f"{PING}/properties/echo"),
    ),
    mutation(
        "a command has another required field, but its example has not",
        [("set", f"{PING}/properties/echo", {"type": "boolean"}), ("add", f"{PING}/required/-", "echo")],
        ("DOC", "examples"),
    ),
    mutation(
        "a command has another required field",
        [
            ("set", f"{PING}/properties/echo", {"type": "boolean"}),
            ("add", f"{PING}/required/-", "echo"),
            ("set", f"{PING_EXAMPLES}/0/payload/echo", True),
        ],
        ("breaking", f"{PING}/required"),
        ("editorial", PING_EXAMPLES),
    ),
    mutation(
        "a field of a command is gone",
        [("drop", f"{PING}/properties/data"), ("drop", f"{PING_EXAMPLES}/0/payload/data")],
        ("breaking", f"{PING}/properties/data"),
        ("editorial", PING_EXAMPLES),
    ),
    mutation(
        "a field of a command is gone, but not from its example",
        [("drop", f"{PING}/properties/data")],
        ("DOC", "examples"),
    ),
    mutation(
        "a field of a command has another name",
        [
            ("move", f"{PING}/properties/data", f"{PING}/properties/payload"),
            ("move", f"{PING_EXAMPLES}/0/payload/data", f"{PING_EXAMPLES}/0/payload/payload"),
        ],
        ("breaking", f"{PING}/properties/data"),
        ("compatible", f"{PING}/properties/payload"),
        ("editorial", PING_EXAMPLES),
    ),
    mutation(
        "the field that correlates replies has another name in one command",
        [("move", f"{PING}/properties/request_id", f"{PING}/properties/requestId")],
        ("DOC", "correlation"),
    ),
    mutation(
        "a text of commands may be longer, and so may the replies that repeat it",
        [("set", f"{REQUEST_ID}/maxLength", 256)],
        ("compatible", f"{REQUEST_ID}/maxLength"),
        ("breaking", f"{REQUEST_ID}/maxLength"),
    ),
    mutation(
        "a text of one command may be longer",
        [("set", f"{PING}/properties/request_id", {"type": "string", "minLength": 1, "maxLength": 256})],
        ("compatible", f"{PING}/properties/request_id/maxLength"),
    ),
    mutation(
        "a text of one command must be shorter",
        [("set", f"{PING}/properties/request_id", {"type": "string", "minLength": 1, "maxLength": 64})],
        ("breaking", f"{PING}/properties/request_id/maxLength"),
    ),
    mutation(
        "a text of one command may be empty",
        [("set", f"{PING}/properties/request_id", {"type": "string", "maxLength": 128})],
        ("compatible", f"{PING}/properties/request_id"),
    ),
    mutation(
        "a text of one command follows a pattern",
        [
            ("copy", REQUEST_ID, f"{PING}/properties/request_id"),
            ("set", f"{PING}/properties/request_id/pattern", "^[a-z]+$"),
        ],
        ("breaking", f"{PING}/properties/request_id/pattern"),
    ),
    mutation(
        "a field of a command may be null",
        [("set", f"{PING}/properties/data", {"type": ["object", "null"], "additionalProperties": True})],
        ("compatible", f"{PING}/properties/data/type"),
    ),
    mutation(
        "a field of a command may be a number too",
        [("set", f"{PING}/properties/request_id", {"type": ["string", "integer"], "minLength": 1, "maxLength": 128})],
        ("compatible", f"{PING}/properties/request_id/type"),
    ),
    mutation(
        "a field of a command is a number in place of text",
        [("set", f"{PING}/properties/request_id", {"type": "integer"})],
        ("breaking", f"{PING}/properties/request_id/type"),
    ),
    mutation(
        "the values of a command's free object must be text",
        [("set", f"{PING}/properties/data", {"type": "object", "additionalProperties": {"type": "string"}})],
        ("breaking", f"{PING}/properties/data/additionalProperties/type"),
    ),
    mutation(
        "a command refuses fields that it does not know",
        [("set", f"{PING}/additionalProperties", False)],
        ("breaking", f"{PING}/additionalProperties"),
    ),
    mutation(
        "a service is taken out of the targets alone",
        [("drop", f"{SCHEMAS}/SubscriptionTarget/enum/6")],
        ("DOC", "subscription-targets"),
    ),
)
