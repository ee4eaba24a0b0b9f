"""All saboteurs, with the clause that each of them breaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.contracts.saboteurs import cmd, con, env, err, fuz, http, lim, seq, sub, upd

if TYPE_CHECKING:
    from tests.contracts.saboteurs.honest import Honest

__all__ = ["SABOTEURS"]

SABOTEURS: tuple[tuple[str, type[Honest]], ...] = (
    *con.SABOTEURS,
    *env.SABOTEURS,
    *sub.SABOTEURS,
    *cmd.SABOTEURS,
    *upd.SABOTEURS,
    *err.SABOTEURS,
    *http.SABOTEURS,
    *seq.SABOTEURS,
    *fuz.SABOTEURS,
    *lim.SABOTEURS,
)
