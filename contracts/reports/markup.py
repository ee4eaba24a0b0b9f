"""Markup: HTML written by hand, every text of it escaped."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["code", "each", "escaped", "prose", "table", "tag"]


def escaped(text: str) -> str:
    """Write a text so that it shows as it is; what cannot be printed shows as an escape."""
    return escape(
        "".join(letter if letter.isprintable() or letter in "\n\t" else repr(letter)[1:-1] for letter in text)
    )


def tag(name: str, inner: str, class_: str = "") -> str:
    """Write an element around finished markup."""
    attribute = f' class="{escape(class_)}"' if class_ else ""
    return f"<{name}{attribute}>{inner}</{name}>"


def code(text: str) -> str:
    """Write a text in the letters of code."""
    return tag("code", escaped(text))


def prose(text: str) -> str:
    """Write a sentence, with what stands between backticks in the letters of code."""
    parts = escaped(text).split("`")
    # An odd backtick is one of its own.
    closed = len(parts) if len(parts) % 2 else len(parts) - 1
    marked = [tag("code", part) if place % 2 else part for place, part in enumerate(parts[:closed])]
    return "`".join(["".join(marked), *parts[closed:]])


def each(name: str, inners: Iterable[str]) -> str:
    """Write an element around each of several."""
    return "".join(tag(name, inner) for inner in inners)


def table(head: Iterable[tuple[str, str]], rows: Iterable[Iterable[str]]) -> str:
    """Write a table of finished markup. Of the head each title comes with the class of its column."""
    columns = list(head)
    titles = "".join(tag("th", escaped(title), class_) for title, class_ in columns)
    lines = ("".join(tag("td", cell, class_) for cell, (_, class_) in zip(row, columns, strict=True)) for row in rows)
    return tag("table", tag("thead", tag("tr", titles)) + tag("tbody", each("tr", lines)))
