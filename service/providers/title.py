"""Titles: plain text of what outlets write into the titles of their articles."""

from __future__ import annotations

import html
import re
from typing import Final

from service.providers.reading import printable

__all__ = ["plain"]

MAX_CHARS: Final = 300
MAX_RAW_CHARS: Final = 4000
"""What lies beyond is not looked at."""
DEPTH_MAX: Final = 8
"""Nobody who means well has tags within tags within tags."""

# Needs no going back: neither part can match what the other begins with.
_TAG: Final = re.compile(r"<[A-Za-z/!?][^<>]*>")


def plain(text: str) -> str:
    """Return a title as one line without tags, entities and control characters; it may be empty.

    More than 300 characters are cut. Tags that show themselves only after the entities are resolved go too.
    """
    bare = printable(_untagged(html.unescape(_untagged(text[:MAX_RAW_CHARS]))))
    return bare if len(bare) <= MAX_CHARS else bare[: MAX_CHARS - 1].rstrip() + "…"


def _untagged(text: str) -> str:
    """Return the text without tags, not even those that come about where others go; empty if there is no end of it."""
    for _ in range(DEPTH_MAX):
        text, removed = _TAG.subn("", text)
        if not removed:
            return text
    return ""
