"""Verification: all checks against one gateway, or against a recording."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol

import aiohttp

from contracts.suite.allowance import of_handshakes
from contracts.suite.evidence import Evidence
from contracts.suite.fault import Unseen
from contracts.suite.pace import Pace
from contracts.suite.recorder import Recorder
from contracts.suite.runner import judge, judge_live
from contracts.suite.target import Target
from contracts.suite.traffic import Session, Traffic
from contracts.suite.verdict import Result, Verdict, settle

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence

    from contracts.document import Document
    from contracts.suite.clause import Check, Clause, Kind

__all__ = ["Audience", "Plan", "replay", "verify"]

WATCH_INTERVALS = 3.6
"""How many of the longest intervals the watch lasts at least: two gaps, even when the first update comes late."""


class Audience(Protocol):
    """Whoever wants to know how a run goes."""

    def started(self, clause: Clause) -> None:
        """Hear that a clause is looked at."""

    def ended(self, result: Result) -> None:
        """Hear what was found; what is unseen may yet turn out broken."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be verified, and how."""

    url: str
    document: Document
    checks: Sequence[Check]
    patience_s: float = 5.0
    interval_scale: float = 1.0
    token: str | None = None
    seed: int = 0
    examples: int = 50
    strict: bool = False


async def verify(plan: Plan, audience: Audience) -> Verdict:
    """Run all checks. Live ones go one after the other, lest they disturb each other; observed ones come last.

    A live one that goes beside the others begins with the first of them, and is waited for in its turn.
    """
    pace = Pace(plan.document, plan.interval_scale)
    started_at = datetime.now(UTC).isoformat(timespec="seconds")  # noqa: TID251  whoever verifies has one clock
    recorder = Recorder(Session(plan.url, started_at, plan.interval_scale, plan.document.version))
    results = [_heard(audience, check, plan.document) for check in _of("written", plan.checks)]
    async with _session(plan) as session:
        target = Target(
            url=plan.url,
            document=plan.document,
            pace=pace,
            recorder=recorder,
            session=session,
            handshakes=of_handshakes(plan.document.limits),
            patience_s=plan.patience_s,
            seed=plan.seed,
            examples=plan.examples,
        )
        async with _watching(target, plan.checks), _going_beside(target, plan.checks) as beside:
            for check in plan.checks:
                if check.kind == "live":
                    audience.started(check.clause)
                    results.append(await (beside.get(check.clause.id) or judge_live(check, target)))
                    audience.ended(results[-1])
                elif check.provoke is not None:
                    await _provoked(check.provoke, target)
    evidence = Evidence(plan.document, recorder.traffic)
    results += [_heard(audience, check, evidence) for check in _of("observed", plan.checks)]
    return Verdict(_in_order(plan.checks, settle(results)), recorder.traffic, plan.strict)


def replay(traffic: Traffic, document: Document, checks: Sequence[Check], *, strict: bool = False) -> Verdict:
    """Run the observed checks over a recording."""
    evidence = Evidence(document, traffic)
    observed = list(_of("observed", checks))
    return Verdict(settle([judge(check, evidence) for check in observed]), traffic, strict)


@asynccontextmanager
async def _session(plan: Plan) -> AsyncIterator[aiohttp.ClientSession]:
    headers = {"Authorization": f"Bearer {plan.token}"} if plan.token else {}
    timeout = aiohttp.ClientTimeout(total=None, sock_connect=plan.patience_s, sock_read=None)
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(headers=headers, timeout=timeout, connector=connector) as session:
        yield session


@asynccontextmanager
async def _watching(target: Target, checks: Sequence[Check]) -> AsyncIterator[None]:
    """Listen to everything, and to nothing, while the block lasts and until some of the longest intervals are over."""
    if not any(check.kind == "observed" for check in checks):
        yield
        return
    over = asyncio.Event()
    most = max(target.document.endpoints.values(), key=lambda each: (each.auto, len(each.scope))).path
    watches = [
        asyncio.create_task(_watch(target, most, over, "system"), name="watch.everything"),
        asyncio.create_task(_watch(target, target.manual, over), name="watch.nothing"),
    ]
    try:
        yield
        over.set()
        await asyncio.wait(watches)
    finally:
        for watch in watches:
            watch.cancel()
        await asyncio.wait(watches)


@asynccontextmanager
async def _going_beside(target: Target, checks: Sequence[Check]) -> AsyncIterator[dict[str, asyncio.Task[Result]]]:
    """Yield the checks that go on while the block lasts, by clause."""
    tasks = {
        check.clause.id: asyncio.create_task(judge_live(check, target), name=check.clause.id)
        for check in checks
        if check.goes_beside
    }
    try:
        yield tasks
    finally:
        for task in tasks.values():
            task.cancel()
        await asyncio.gather(*tasks.values(), return_exceptions=True)


async def _watch(target: Target, path: str, over: asyncio.Event, *topics: str) -> None:
    # What hinders the watch, the live checks will say.
    with suppress(Unseen, aiohttp.ClientError, OSError):
        async with target.open(path) as probe:
            for topic in topics:
                await probe.send({"action": "subscribe", "service": topic})
            await probe.collect(target.pace.longest_s() * WATCH_INTERVALS + target.patience_s / 2)
            await over.wait()
            # What comes last tells how long somebody listened.
            await probe.ask("ping")


async def _provoked(provoke: Callable[[Target], Awaitable[None]], target: Target) -> None:
    with suppress(Unseen, aiohttp.ClientError, OSError):
        await provoke(target)


def _of(kind: Kind, checks: Iterable[Check]) -> Iterable[Check]:
    return (check for check in checks if check.kind == kind)


def _heard(audience: Audience, check: Check, matter: Document | Evidence) -> Result:
    audience.started(check.clause)
    result = judge(check, matter)
    audience.ended(result)
    return result


def _in_order(checks: Sequence[Check], results: Sequence[Result]) -> tuple[Result, ...]:
    places = {check.clause.id: place for place, check in enumerate(checks)}
    return tuple(sorted(results, key=lambda result: places[result.clause.id]))
