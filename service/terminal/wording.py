"""Wording: figures and foreign words, as a terminal shows them."""

from __future__ import annotations

__all__ = ["dollars", "duration", "figure", "plain"]

MINUTE_S, HOUR_S, DAY_S = 60, 3600, 86_400
WHOLE = 10_000
"""From here on decimals say nothing."""


def plain(value: object) -> str:
    """Return foreign text on one line, without what a terminal would take for a command (ECMA-48)."""
    return "".join(character if character.isprintable() else " " for character in str(value)).strip()


def figure(value: float) -> str:
    """Return a number as people read it: `76,962`, `2,352.77`, `0.3103`, `4.6 M`."""
    size = abs(value)
    for bound, unit in ((1e12, "T"), (1e9, "B"), (1e6, "M")):
        if size >= bound:
            return f"{value / bound:,.1f} {unit}"
    if size >= WHOLE:
        return f"{value:,.0f}"
    if size >= 1 or value == 0:
        return f"{value:,.2f}"
    return f"{value:.4g}"


def dollars(value: float) -> str:
    """Return an amount of US dollars."""
    return f"${figure(value)}"


def duration(seconds: float) -> str:
    """Return a duration in its largest unit: `12 s`, `3 min`, `5 h`, `2 d`."""
    for bound, unit in ((DAY_S, "d"), (HOUR_S, "h"), (MINUTE_S, "min")):
        if seconds >= bound:
            return f"{seconds // bound:.0f} {unit}"
    return f"{max(seconds, 0):.0f} s"
