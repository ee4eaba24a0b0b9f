"""Frame: the text of one WebSocket message, read as JSON that every reader reads alike."""

from __future__ import annotations

import json
import math
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


FLAT: Final = 200
"""So many objects and arrays can be read, even if each stands in the one before."""


class _Object(dict[str, Any]):
    """A JSON object in which keys stood twice."""

    repeated: tuple[str, ...] = ()


class _Reader:
    """Reads JSON and notes whether a value in it may be wrong: nearly none is, and looking at all takes long."""

    def __init__(self) -> None:
        self.is_doubtful = False

    def read(self, text: str) -> Any:
        """Read it all. Raises ValueError and RecursionError."""
        self.is_doubtful = (
            "\\ud" in text or "\\uD" in text or not _is_unicode(text) or text.count("{") + text.count("[") > FLAT
        )
        return json.loads(
            text, object_pairs_hook=self._members, parse_constant=self._constant, parse_float=self._number
        )

    def _members(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        members = dict(pairs)
        if len(members) == len(pairs):
            return members
        self.is_doubtful = True
        repeating = _Object(members)
        keys = [key for key, _ in pairs]
        repeating.repeated = tuple(dict.fromkeys(key for key in keys if keys.count(key) > 1))
        return repeating

    def _constant(self, word: str) -> float:
        self.is_doubtful = True
        return float(word)

    def _number(self, digits: str) -> float:
        number = float(digits)
        self.is_doubtful |= math.isinf(number)
        return number


def parse(frame: str | bytes) -> tuple[Any, tuple[Violation, ...]]:
    """Read a frame; return its value in plain dicts and lists, and what is wrong with it as JSON.

    Wrong are, beside malformed text: keys that stand twice, NaN and infinities (a number too large for a double too),
    text that is not Unicode, and nesting too deep to read. Then the value is None. Raises nothing.
    """
    reader = _Reader()
    try:
        tree = reader.read(frame.decode("utf-8") if isinstance(frame, bytes) else frame)
        violations = tuple(_violations(tree, "")) if reader.is_doubtful else ()
    except (ValueError, RecursionError) as error:
        return None, (Violation("", f"not JSON: {error}"),)
    return (None, violations) if violations else (tree, ())


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


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
