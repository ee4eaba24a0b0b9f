"""Runner: one check in, one result out."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING

import aiohttp

from contracts.suite.fault import Broken, Fault, Unseen
from contracts.suite.refused import Refused
from contracts.suite.verdict import Result

if TYPE_CHECKING:
    from collections.abc import Sequence

    from contracts.document import Document
    from contracts.suite.clause import Check
    from contracts.suite.evidence import Evidence
    from contracts.suite.target import Target

__all__ = ["SHOWN", "judge", "judge_live"]

SHOWN = 5
"""Faults that are kept of one clause; the others are counted."""


def judge(check: Check, matter: Document | Evidence) -> Result:
    """Run a written check over the document, or an observed one over evidence.

    What was found before a check could see no more was found.
    """
    started = perf_counter()
    faults: list[Fault] = []
    try:
        faults.extend(check.run(matter))
    except Unseen as unseen:
        if not faults:
            return _unseen(check, unseen, perf_counter() - started)
    return _result(check, faults, perf_counter() - started)


async def judge_live(check: Check, target: Target) -> Result:
    """Run a live check. A gateway that cannot be reached any more is a gateway whose addresses do not open."""
    started = perf_counter()
    try:
        await check.run(target)
    except Broken as broken:
        return _result(check, [broken.fault], perf_counter() - started)
    except Unseen as unseen:
        return _unseen(check, unseen, perf_counter() - started)
    except Refused as refused:
        problem = f"an address does not open: {refused}"
        return _unseen(check, Unseen(problem, "CON-01", Fault(problem)), perf_counter() - started)
    except (aiohttp.ClientError, OSError) as error:
        problem = f"the connection failed: {error or type(error).__name__}"
        return _unseen(check, Unseen(problem, "CON-01", Fault(problem)), perf_counter() - started)
    return Result(check.clause, "kept", perf_counter() - started)


def _result(check: Check, faults: Sequence[Fault], elapsed_s: float) -> Result:
    shown = tuple(faults[:SHOWN])
    return Result(check.clause, "broken" if shown else "kept", elapsed_s, shown, len(faults) - len(shown))


def _unseen(check: Check, unseen: Unseen, elapsed_s: float) -> Result:
    return Result(
        check.clause,
        "unseen",
        elapsed_s,
        (unseen.fault,) if unseen.because is not None else (),
        reason=unseen.reason,
        because=unseen.because,
    )
