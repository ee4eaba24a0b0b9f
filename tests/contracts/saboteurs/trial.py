"""Trial: a verification of one gateway of this folder, in a process of its own."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import warnings
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from contracts.document import load, read
from contracts.suite.groups import CHECKS
from contracts.suite.verification import Plan, verify
from tests.contracts.saboteurs.serving import serving

if TYPE_CHECKING:
    from contracts.document import Document
    from contracts.suite.clause import Clause
    from contracts.suite.verdict import Result, Verdict
    from tests.contracts.saboteurs.honest import Honest

__all__ = ["LOOKS", "RANDOM", "crew", "tried"]

RANDOM = frozenset({"SEQ", "FUZ"})
"""Groups that try random cases."""
LOOKS = tuple(check for check in CHECKS if check.kind != "written")
"""What a gateway can break."""
INTERVAL_SCALE = 0.02
PATIENCE_S = 3.0
EXCESS_S = 2
AT_ONCE = 4
"""Trials for each processor: most of a trial is waiting."""


class Nobody:
    """The audience of a run that nobody watches."""

    def started(self, clause: Clause) -> None:
        pass

    def ended(self, result: Result) -> None:
        pass


def crew() -> ProcessPoolExecutor:
    """Return processes for trials, each with a loop of its own, which no other trial can hold up."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    return ProcessPoolExecutor(
        AT_ONCE * (os.cpu_count() or 1), context, initializer=warnings.simplefilter, initargs=("error",)
    )


def tried(kind: type[Honest], examples: int) -> Verdict:
    """Verify a gateway of this kind, and leave the traffic out of the verdict.

    Without examples the groups that try random cases are left out.
    """
    return asyncio.run(_tried(kind, examples))


@cache
def _document() -> Document:
    """Return the document, less patient with those who go on too long: that takes time and shows nothing more."""
    raw = load().raw
    return read({**raw, "x-limits": {**raw["x-limits"], "excess_s": EXCESS_S}})


async def _tried(kind: type[Honest], examples: int) -> Verdict:
    document = _document()
    async with serving(kind(document, INTERVAL_SCALE)) as url:
        checks = [check for check in LOOKS if examples or check.clause.group not in RANDOM]
        plan = Plan(url, document, checks, PATIENCE_S, INTERVAL_SCALE, examples=max(1, examples))
        return replace(await verify(plan, Nobody()), traffic=None)
