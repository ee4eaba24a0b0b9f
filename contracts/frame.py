"""Frame: the text of one WebSocket message, read as JSON that every reader reads alike."""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from contracts.pointer import join

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Violation", "parse"]


@dataclass(frozen=True, slots=True)
class Violation:
    """One way in which a frame breaks the contract."""

    pointer: str
    """A JSON pointer into the frame; the empty text is the whole of it."""
    problem: str
    """What is wrong there, without a full stop."""

    def __str__(self) -> str:
        return f"{self.pointer or '/'}: {self.problem}"


DOUBTFUL: Final = re.compile(r"\\u[dD][89a-fA-F]|[\ud800-\udfff]|NaN|Infinity|[eE]\+?\d{3}|\d{200}")
"""What a text holds if a value in it is wrong: half a surrogate pair, no number, or a number that may be too large."""
FLAT: Final = 200
"""So many objects and arrays can be read, even if each stands in the one before."""


class _Object(dict[str, Any]):
    """A JSON object in which keys stood twice."""

    repeated: tuple[str, ...] = ()


def parse(frame: str | bytes) -> tuple[Any, tuple[Violation, ...]]:
    """Read a frame; return its value in plain dicts and lists, and what is wrong with it as JSON.

    Wrong are, beside malformed text: keys that stand twice, NaN and infinities (a number too large for a double too),
    text that is not Unicode, and nesting too deep to read. Then the value is None. Raises nothing.
    """
    repeating: list[_Object] = []

    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        plain = dict(pairs)
        if len(plain) == len(pairs):
            return plain
        repeating.append(_object(pairs))
        return repeating[-1]

    try:
        text = frame.decode("utf-8") if isinstance(frame, bytes) else frame
        tree = json.loads(text, object_pairs_hook=members)
        # Nearly all frames are sound, and looking at every value of them takes long.
        violations = tuple(_violations(tree, "")) if repeating or _is_doubtful(text) else ()
    except (ValueError, RecursionError) as error:
        return None, (Violation("", f"not JSON: {error}"),)
    return (None, violations) if violations else (tree, ())


def _is_doubtful(text: str) -> bool:
    return text.count("{") + text.count("[") > FLAT or DOUBTFUL.search(text) is not None


def _object(pairs: list[tuple[str, Any]]) -> _Object:
    members = _Object(pairs)
    keys = [key for key, _ in pairs]
    members.repeated = tuple(dict.fromkeys(key for key in keys if keys.count(key) > 1))
    return members


def _violations(node: Any, pointer: str) -> Iterator[Violation]:
    if isinstance(node, dict):
        for key in node.repeated if isinstance(node, _Object) else ():
            yield Violation(join(pointer, key), "the key stands twice")
        for key, child in node.items():
            yield from _violations(key, pointer)
            yield from _violations(child, join(pointer, key))
    elif isinstance(node, list):
        for index, child in enumerate(node):
            yield from _violations(child, join(pointer, index))
    elif isinstance(node, float) and not math.isfinite(node):
        yield Violation(pointer, f"{node} is not a number in JSON")
    elif isinstance(node, str) and any("\ud800" <= letter <= "\udfff" for letter in node):
        yield Violation(pointer, "the text holds half a surrogate pair")
