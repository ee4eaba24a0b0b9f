"""The clauses, a file for each group."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from contracts.suite.clause import Check
from contracts.suite.groups import cmd, con, doc, env, err, fuz, http, lim, seq, sub, upd

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import ModuleType

__all__ = ["CHECKS", "GROUPS"]


def _checks(module: ModuleType) -> tuple[Check, ...]:
    found = (value for value in vars(module).values() if isinstance(value, Check))
    return tuple(sorted(found, key=lambda check: check.clause.id))


GROUPS: Final[Mapping[str, tuple[Check, ...]]] = MappingProxyType(
    {
        module.__name__.rpartition(".")[2].upper(): _checks(module)
        for module in (doc, con, env, sub, cmd, upd, err, http, seq, fuz, lim)
    }
)
"""The checks of each group, in the order of their numbers."""

CHECKS: Final[tuple[Check, ...]] = tuple(check for checks in GROUPS.values() for check in checks)
"""All checks, in the order of the groups."""
