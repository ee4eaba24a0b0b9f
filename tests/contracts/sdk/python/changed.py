"""Changed: the project's document with a difference."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from contracts.document import read

if TYPE_CHECKING:
    from collections.abc import Callable

    from contracts.document import Document

__all__ = ["changed"]


def changed(document: Document, change: Callable[[dict[str, Any]], object]) -> Document:
    """Return another document; the given one stays as it is."""
    raw = copy.deepcopy(dict(document.raw))
    change(raw)
    return read(raw)
