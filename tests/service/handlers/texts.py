"""Frames as clients send them, by mistake or malice."""

from __future__ import annotations

import json

from hypothesis import strategies as st

from contracts.generated.catalog import ACTIONS, ENDPOINTS, RESERVED, SERVICES

__all__ = ["ENDPOINT", "NEAR_COMMANDS", "OBJECTS", "TEXTS"]

ENDPOINT = st.sampled_from(list(ENDPOINTS.values()))

# `characters()` holds halves of surrogate pairs too, which a text on the wire should not.
ANY = st.text(st.characters())
WORDS = st.sampled_from([*ACTIONS, *SERVICES, *RESERVED, "Subscribe", "newss", "", "a" * 128, "a" * 129, "é" * 128])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text() | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text() | WORDS, inner, max_size=4),
    max_leaves=6,
)
NAMES = st.sampled_from(["action", "service", "request_id", "data", "extra"])
TROUBLE = st.sampled_from(
    [
        "9" * 4301,
        "1" + "0" * 4000,
        "1e400",
        "-1e-400",
        "NaN",
        "Infinity",
        "01",
        "'ping'",
        '"\x01"',
        '"\\ud800"',
        '"\ud800"',
        '"\\ud83d\\ude00"',
        "[" * 64 + "]" * 64,
        "[" * 63 + "]" * 63,
        '{"a":' * 100 + "1" + "}" * 100,
    ]
)

OBJECTS = st.fixed_dictionaries(
    {"action": WORDS | VALUES},
    optional={"service": WORDS | VALUES, "request_id": WORDS | VALUES, "data": VALUES, "extra": VALUES},
)
"""Objects that any JSON reader reads alike; many of them are commands."""


def _members(pairs: list[tuple[str, str]]) -> str:
    return "{" + ",".join(f"{json.dumps(name)}:{value}" for name, value in pairs) + "}"


NEAR_COMMANDS = st.lists(st.tuples(NAMES, WORDS.map(json.dumps) | VALUES.map(json.dumps) | TROUBLE)).map(_members)
"""Objects whose members repeat, or are of trouble."""

TEXTS = ANY | VALUES.map(json.dumps) | TROUBLE | OBJECTS.map(json.dumps) | NEAR_COMMANDS
"""Any text at all."""
