"""Verdict: what became of each clause, and of the run."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from contracts.suite.clause import Clause
    from contracts.suite.fault import Fault
    from contracts.suite.traffic import Traffic

__all__ = ["Result", "Status", "Verdict", "settle"]

Status = Literal["kept", "broken", "unseen"]


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one clause."""

    clause: Clause
    status: Status
    elapsed_s: float = 0.0
    faults: tuple[Fault, ...] = ()
    """The first few."""
    more: int = 0
    """How many there were beyond these."""
    reason: str = ""
    """Why it was not seen."""
    because: str | None = None
    """The clauses and groups, with commas between, whose breach would explain that."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a run."""

    results: tuple[Result, ...]
    """In the order of the clauses."""
    traffic: Traffic | None = None
    """None when no gateway was asked."""
    strict: bool = False
    """Whether a SHOULD counts."""

    def of(self, status: Status) -> tuple[Result, ...]:
        """Return the clauses that ended so."""
        return tuple(result for result in self.results if result.status == status)

    @property
    def counted(self) -> tuple[Result, ...]:
        """The broken clauses that break the contract."""
        return tuple(result for result in self.of("broken") if self.strict or result.clause.level == "MUST")

    @property
    def kept(self) -> bool:
        """Whether the contract is kept, as far as it was seen. A run that saw nothing proves nothing."""
        return not self.counted and bool(self.of("kept"))


def settle(results: Sequence[Result]) -> tuple[Result, ...]:
    """Hold unseen clauses to their excuse: where no other clause is broken, the gateway failed at this one."""
    broken = {name for each in results if each.status == "broken" for name in (each.clause.id, each.clause.group)}
    return tuple(
        replace(result, status="broken", reason="", because=None)
        if result.status == "unseen" and result.because is not None and broken.isdisjoint(result.because.split(","))
        else result
        for result in results
    )
