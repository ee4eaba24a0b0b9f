"""Finding: what a check found, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

__all__ = ["Finding", "State"]

State: TypeAlias = Literal["well", "note", "unknown", "ill"]
"""`note`: not as it could be, and the gateway works all the same. `unknown`: it could not be found out."""


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check."""

    subject: str
    state: State
    found: str
    """One sentence without a full stop."""
    remedy: str = ""
    """What to do, without a full stop."""
