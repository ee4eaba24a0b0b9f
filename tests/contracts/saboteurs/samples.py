"""The document's examples of updates, made new."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Any

from contracts.timestamp import to_text

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["INSTANT", "moved"]

INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


def moved(example: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    """Return an example as if it were of now: every instant in it as far from `at` as it was from its timestamp."""
    shift = at - datetime.fromisoformat(example["timestamp"])

    def fresh(node: Any) -> Any:
        if isinstance(node, dict):
            return {key: fresh(child) for key, child in node.items()}
        if isinstance(node, list):
            return [fresh(child) for child in node]
        if isinstance(node, str) and INSTANT.fullmatch(node):
            return to_text(datetime.fromisoformat(node) + shift)
        return node

    return {key: fresh(child) for key, child in example.items()}
