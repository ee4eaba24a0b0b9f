"""Titles: plain text of what outlets write into the titles of their articles."""

from __future__ import annotations

import html
import re
from typing import Final

__all__ = ["plain"]

MAX_CHARS: Final = 300
MAX_RAW_CHARS: Final = 4000
"""What lies beyond is not looked at."""

# Needs no going back: neither part can match what the other begins with.
_TAG: Final = re.compile(r"<[A-Za-z/!?][^<>]*>")


def plain(text: str) -> str:
    """Return a title as one line without tags, entities and control characters; it may be empty.

    More than 300 characters are cut. Tags that show themselves only after the entities are resolved go too.
    """
    bare = _TAG.sub("", html.unescape(_TAG.sub("", text[:MAX_RAW_CHARS])))
    line = " ".join("".join(char if char.isprintable() else " " for char in bare).split())
    return line if len(line) <= MAX_CHARS else line[: MAX_CHARS - 1].rstrip() + "…"
