"""Refusal: a command cannot do what it was asked, and says why in a line."""

from __future__ import annotations

__all__ = ["EXIT_CODE", "Refusal"]

EXIT_CODE = 2
"""Of a command that could not run."""


class Refusal(Exception):
    """A person's mistake, or a missing thing; shown as one line, before the command ends with EXIT_CODE."""
