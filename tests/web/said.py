"""Said: what the contract says about an address, as plain text, gathered without any code of the page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from contracts.pointer import resolve

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["clauses", "messages", "plain", "schema_words", "terms"]

MARKS = re.compile(r"\*\*|`|^#+ |^\s*(?:\d+\.|-) ", re.MULTILINE)
EMPHASIS = re.compile(r"\*(\S[^*]*)\*")
WORDS = {
    "maxItems": "at most {} items",
    "maxLength": "at most {} characters",
    "maximum": "at most {}",
    "minItems": "at least {} items",
    "minLength": "at least {} characters",
    "minimum": "at least {}",
    "uniqueItems": "no item twice",
}
"""How a reader is told what a keyword asks."""


def plain(text: str) -> str:
    """Take the marks of Markdown away, and make one space of all spaces."""
    return " ".join(EMPHASIS.sub(r"\1", MARKS.sub("", text)).split())


def clauses(raw: Mapping[str, Any]) -> list[str]:
    """List the paragraphs, list items and headings of the prose."""
    found = re.split(r"\n\s*\n|\n(?=\s*(?:\d+\.|-) )", raw["info"]["description"])
    return [text for part in found if (text := plain(part))]


def messages(raw: Mapping[str, Any], channel: str) -> dict[str, Mapping[str, Any]]:
    """Return the messages of a channel by name."""
    found = raw["channels"][channel]["messages"]
    return {name: resolve(raw, message["$ref"]) for name, message in found.items()}


def terms(raw: Mapping[str, Any]) -> Iterator[str]:
    """Yield what holds at every address, beside the prose."""
    for code, error in raw["x-error-codes"].items():
        yield from (code, error["cause"], plain(error["description"]))
    for close in raw["x-close-codes"]:
        yield from (str(close["code"]), close["name"], plain(close["description"]))
    for name, value in raw["x-limits"].items():
        yield from (name, str(value))
    yield f"{raw['x-max-message-bytes']:,}"
    for name, scheme in raw["components"]["securitySchemes"].items():
        yield from (name, plain(scheme["description"]), scheme["type"])


def schema_words(raw: Mapping[str, Any], schema: Any, seen: tuple[str, ...] = ()) -> Iterator[str]:
    """Yield every name, description and limit of a schema and of what it refers to."""
    if isinstance(schema, list):
        for part in schema:
            yield from schema_words(raw, part, seen)
    elif isinstance(schema, dict):
        for word, value in schema.items():
            yield from _keyword(raw, word, value, seen)
    elif not isinstance(schema, bool):
        yield plain(str(schema))


def _keyword(raw: Mapping[str, Any], word: str, value: Any, seen: tuple[str, ...]) -> Iterator[str]:
    if word == "$ref":
        if value not in seen:
            yield from schema_words(raw, resolve(raw, value), (*seen, value))
    elif word == "properties":
        for name, schema in value.items():
            yield name
            yield from schema_words(raw, schema, seen)
    elif word in WORDS:
        yield WORDS[word].format(value)
    elif word == "pattern":
        yield value
    else:
        yield from schema_words(raw, value, seen)
