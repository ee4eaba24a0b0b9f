"""Bungler: a gateway with three faults at once, for what is told of them."""

from __future__ import annotations

from tests.contracts.saboteurs.cmd import EmptyPong
from tests.contracts.saboteurs.env import Underscored
from tests.contracts.saboteurs.upd import NoSnapshot

__all__ = ["BUNGLED", "Bungler"]

BUNGLED = frozenset({"CMD-04", "ENV-05", "UPD-03"})
"""The clauses it breaks."""


class Bungler(EmptyPong, Underscored, NoSnapshot):
    """Pongs are empty, transfers have `from_` for `from`, and whoever subscribes waits for the next update."""
