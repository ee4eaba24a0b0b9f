"""Edits of what clients receive."""

from tests.contracts.mutations.mutation import mutation

SCHEMAS = "#/components/schemas"
EXAMPLES = "#/components/messages/{}/examples"
WALLET = f"{SCHEMAS}/WhaleWallet"
ARTICLE = f"{SCHEMAS}/Article"
MARKET = f"{SCHEMAS}/MarketDataData"
SCORE = f"{SCHEMAS}/SentimentData/properties/sentiment_score"

ENUMERATIONS = (
    mutation(
        "a new value of an enumeration",
        [("add", f"{SCHEMAS}/HealthState/enum/-", "maintenance")],
        ("breaking", f"{SCHEMAS}/HealthState/enum"),
    ),
    mutation(
        "a value of an enumeration is gone",
        [("drop", f"{SCHEMAS}/HealthState/enum/3")],
        ("compatible", f"{SCHEMAS}/HealthState/enum"),
    ),
    mutation(
        "a value of an enumeration has another name",
        [
            ("set", f"{SCHEMAS}/JobState/enum/1", "waiting"),
            ("set", f"{EXAMPLES.format('SchedulerUpdate')}/0/payload/data/jobs/0/status", "waiting"),
        ],
        ("breaking", f"{SCHEMAS}/JobState/enum"),
        ("compatible", f"{SCHEMAS}/JobState/enum"),
        ("editorial", EXAMPLES.format("SchedulerUpdate")),
    ),
    mutation(
        "a value of an enumeration has another name, but not in the example",
        [("set", f"{SCHEMAS}/JobState/enum/1", "waiting")],
        ("DOC", "examples"),
    ),
    mutation(
        "the values of an enumeration stand in another order",
        [("set", f"{SCHEMAS}/Mode/enum", ["demo", "live"])],
        ("editorial", "#"),
    ),
    mutation(
        "an enumeration becomes any text",
        [("drop", f"{SCHEMAS}/Mode/enum")],
        ("breaking", f"{SCHEMAS}/Mode/enum"),
    ),
    mutation(
        "any text becomes an enumeration",
        [("set", f"{SCHEMAS}/SystemData/properties/notice/enum", ["shutdown", "failover"])],
        ("compatible", f"{SCHEMAS}/SystemData/properties/notice/enum"),
    ),
    mutation(
        "the constant of a type is another word",
        [
            ("set", f"{SCHEMAS}/StatusEvent/properties/type/const", "state"),
            ("set", f"{EXAMPLES.format('StatusEvent')}/0/payload/type", "state"),
        ],
        ("breaking", f"{SCHEMAS}/StatusEvent/properties/type/const"),
        ("editorial", EXAMPLES.format("StatusEvent")),
    ),
)

FIELDS = (
    mutation(
        "a field need not be there",
        [("drop", f"{SCHEMAS}/NewsData/required/1")],
        ("breaking", f"{SCHEMAS}/NewsData/required"),
    ),
    mutation(
        "an optional field is always there",
        [("add", f"{WALLET}/required/-", "chain")],
        ("compatible", f"{WALLET}/required"),
    ),
    mutation(
        "a new optional field",
        [("set", f"{WALLET}/properties/label", {"type": "string"})],
        ("compatible", f"{WALLET}/properties/label"),
    ),
    mutation(
        "a new required field, but not in the example",
        [("set", f"{WALLET}/properties/label", {"type": "string"}), ("add", f"{WALLET}/required/-", "label")],
        ("DOC", "examples"),
    ),
    mutation(
        "a new required field",
        [
            ("set", f"{WALLET}/properties/label", {"type": "string"}),
            ("add", f"{WALLET}/required/-", "label"),
            ("set", f"{EXAMPLES.format('WhaleTrackingUpdate')}/0/payload/data/whale_wallets/0/label", "Exchange"),
        ],
        ("compatible", f"{WALLET}/properties/label"),
        ("editorial", EXAMPLES.format("WhaleTrackingUpdate")),
    ),
    mutation(
        "an optional field is gone",
        [("drop", f"{SCHEMAS}/ErrorData/properties/field")],
        ("breaking", f"{SCHEMAS}/ErrorData/properties/field"),
    ),
    mutation(
        "a required field is gone",
        [
            ("drop", f"{SCHEMAS}/PersistenceData/properties/active_writers"),
            ("drop", f"{SCHEMAS}/PersistenceData/required/5"),
            ("drop", f"{EXAMPLES.format('PersistenceUpdate')}/0/payload/data/active_writers"),
        ],
        ("breaking", f"{SCHEMAS}/PersistenceData/properties/active_writers"),
        ("editorial", EXAMPLES.format("PersistenceUpdate")),
    ),
    mutation(
        "a field has another name",
        [("move", f"{MARKET}/properties/price_sources", f"{MARKET}/properties/sources_of_prices")],
        ("breaking", f"{MARKET}/properties/price_sources"),
        ("compatible", f"{MARKET}/properties/sources_of_prices"),
    ),
    mutation(
        "a field has another name, but not in the example",
        [("move", f"{MARKET}/properties/quote_currencies", f"{MARKET}/properties/quotes")],
        ("DOC", "examples"),
    ),
    mutation(
        "an object is closed",
        [("set", f"{WALLET}/additionalProperties", False)],
        ("compatible", f"{WALLET}/additionalProperties"),
    ),
    mutation(
        "an object is closed where a field was",
        [
            ("set", f"{SCHEMAS}/ErrorData/additionalProperties", False),
            ("drop", f"{SCHEMAS}/ErrorData/properties/field"),
        ],
        ("compatible", f"{SCHEMAS}/ErrorData/additionalProperties"),
        ("breaking", f"{SCHEMAS}/ErrorData/properties/field"),
    ),
    mutation(
        "the fields of a free object are no longer free",
        [("drop", f"{SCHEMAS}/PongData/additionalProperties")],
        ("DOC", "correlation"),
    ),
)

VALUES = (
    mutation(
        "a value may be null",
        [("set", f"{WALLET}/properties/total_usd/type", ["number", "null"])],
        ("breaking", f"{WALLET}/properties/total_usd/type"),
    ),
    mutation(
        "an instant may be null",
        [("set", f"{SCHEMAS}/HuggingfaceData/properties/last_refresh/$ref", f"{SCHEMAS}/TimestampOrNull")],
        ("breaking", f"{SCHEMAS}/HuggingfaceData/properties/last_refresh"),
    ),
    mutation(
        "a value is never null",
        [("set", f"{SCHEMAS}/RpcNode/properties/latency_ms/type", "number")],
        ("compatible", f"{SCHEMAS}/RpcNode/properties/latency_ms/type"),
    ),
    mutation(
        "an instant is never null, but it is in the example",
        [("set", f"{SCHEMAS}/PersistenceData/properties/last_export/$ref", f"{SCHEMAS}/Timestamp")],
        ("DOC", "examples"),
    ),
    mutation(
        "a value is never anything but null",
        [
            ("set", f"{SCHEMAS}/SentimentData/properties/social_volume/type", "null"),
        ],
        ("breaking", f"{SCHEMAS}/SentimentData/properties/social_volume/type"),
    ),
    mutation(
        "a whole number may be any number",
        [("set", f"{WALLET}/properties/transactions/type", "number")],
        ("breaking", f"{WALLET}/properties/transactions/type"),
    ),
    mutation(
        "a number is a whole number",
        [("set", f"{WALLET}/properties/total_usd/type", "integer")],
        ("compatible", f"{WALLET}/properties/total_usd/type"),
    ),
    mutation(
        "a number may be text",
        [("set", f"{WALLET}/properties/total_usd/type", ["number", "string"])],
        ("breaking", f"{WALLET}/properties/total_usd/type"),
    ),
    mutation(
        "a number is text, but not in the example",
        [("set", f"{WALLET}/properties/total_usd/type", "string")],
        ("DOC", "examples"),
    ),
    mutation("the least value is lower", [("set", f"{SCORE}/minimum", -1)], ("breaking", f"{SCORE}/minimum")),
    mutation("the least value is higher", [("set", f"{SCORE}/minimum", 0.5)], ("compatible", f"{SCORE}/minimum")),
    mutation("the greatest value is higher", [("set", f"{SCORE}/maximum", 100)], ("breaking", f"{SCORE}/maximum")),
    mutation("there is no greatest value", [("drop", f"{SCORE}/maximum")], ("breaking", f"{SCORE}/maximum")),
    mutation(
        "the values of a map may be negative",
        [("drop", f"{SCHEMAS}/CoinPrices/additionalProperties/minimum")],
        ("breaking", f"{SCHEMAS}/CoinPrices/additionalProperties/minimum"),
    ),
    mutation(
        "a text may be empty",
        [("drop", f"{ARTICLE}/properties/title/minLength")],
        ("breaking", f"{ARTICLE}/properties/title/minLength"),
    ),
    mutation(
        "a text has a greatest length",
        [("set", f"{ARTICLE}/properties/title/maxLength", 300)],
        ("compatible", f"{ARTICLE}/properties/title/maxLength"),
    ),
    mutation(
        "a list may be longer",
        [("set", f"{SCHEMAS}/PoolManagerData/properties/failovers/maxItems", 100)],
        ("breaking", f"{SCHEMAS}/PoolManagerData/properties/failovers/maxItems"),
    ),
    mutation(
        "a list is never empty",
        [("set", f"{SCHEMAS}/NewsData/properties/articles/minItems", 1)],
        ("compatible", f"{SCHEMAS}/NewsData/properties/articles/minItems"),
    ),
    mutation(
        "a list may hold the same twice",
        [("drop", f"{SCHEMAS}/ServiceNames/uniqueItems")],
        ("breaking", f"{SCHEMAS}/ServiceNames/uniqueItems"),
    ),
    mutation(
        "the items of a list may be null",
        [("set", f"{SCHEMAS}/SentimentData/properties/trending_topics/items/type", ["string", "null"])],
        ("breaking", f"{SCHEMAS}/SentimentData/properties/trending_topics/items/type"),
    ),
    mutation(
        "an address need not be one",
        [("drop", f"{ARTICLE}/properties/url/format")],
        ("breaking", f"{ARTICLE}/properties/url/format"),
    ),
    mutation(
        "an address may be relative",
        [("set", f"{ARTICLE}/properties/url/format", "uri-reference")],
        ("breaking", f"{ARTICLE}/properties/url/format"),
    ),
    mutation(
        "any text is an address",
        [("set", f"{SCHEMAS}/PersistenceData/properties/storage_location/format", "uri-reference")],
        ("compatible", f"{SCHEMAS}/PersistenceData/properties/storage_location/format"),
    ),
    mutation(
        "a text follows no pattern",
        [("drop", f"{SCHEMAS}/ConnectionEstablishedData/properties/client_id/pattern")],
        ("breaking", f"{SCHEMAS}/ConnectionEstablishedData/properties/client_id/pattern"),
    ),
    mutation(
        "a text follows another pattern",
        [("set", f"{SCHEMAS}/PersistenceData/properties/storage_size/pattern", "^[0-9.]+ (B|KB|MB|GB|TB|PB)$")],
        ("breaking", f"{SCHEMAS}/PersistenceData/properties/storage_size/pattern"),
    ),
    mutation(
        "instants lose their milliseconds",
        [("set", f"{SCHEMAS}/Timestamp/pattern", r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$")],
        ("DOC", "examples"),
    ),
    mutation(
        "there is another alternative",
        [("add", f"{SCHEMAS}/SourcePool/properties/last_failover/oneOf/-", {"type": "string"})],
        ("breaking", f"{SCHEMAS}/SourcePool/properties/last_failover"),
    ),
    mutation(
        "an enumeration is replaced by a wider one",
        [("set", f"{SCHEMAS}/HealthCheckerData/properties/overall_health", {"type": "string"})],
        ("breaking", f"{SCHEMAS}/HealthCheckerData/properties/overall_health"),
    ),
    mutation(
        "a schema has a word that no rule knows",
        [("set", f"{WALLET}/x-unit", "USD")],
        ("breaking", f"{WALLET}/x-unit"),
    ),
    mutation(
        "a schema has a default", [("set", f"{SCHEMAS}/Mode/default", "live")], ("breaking", f"{SCHEMAS}/Mode/default")
    ),
)

MUTATIONS = ENUMERATIONS + FIELDS + VALUES
