"""Numbers as the providers write them."""

from __future__ import annotations

from math import floor, log10

__all__ = ["fixed", "rounded", "text"]


def fixed(value: float, places: int) -> str:
    """Write with so many digits after the point, zeros included, never with an exponent."""
    return f"{value:.{places}f}"


def rounded(value: float, digits: int = 6) -> float:
    """Round to so many significant digits, or to cents if that keeps more."""
    return round(value, _places(value, digits))


def text(value: float, digits: int = 6) -> str:
    """Write what `rounded` keeps, without an exponent and without zeros at its end."""
    return fixed(value, _places(value, digits)).rstrip("0").rstrip(".")


def _places(value: float, digits: int) -> int:
    return max(2, digits - 1 - floor(log10(abs(value)))) if value else 2
