"""A verdict as JSON, for programs and for the next comparison."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from contracts.reports.words import conclusion, groups

if TYPE_CHECKING:
    from contracts.suite.coverage import Coverage
    from contracts.suite.verdict import Result, Verdict

__all__ = ["data"]


def data(verdict: Verdict, coverage: Coverage) -> str:
    """Write a verdict, with what was covered."""
    session = None if verdict.traffic is None else asdict(verdict.traffic.session)
    report = {
        "kept": verdict.kept,
        "strict": verdict.strict,
        "conclusion": conclusion(verdict),
        "session": session,
        "groups": groups(verdict),
        "clauses": [_result(result) for result in verdict.results],
        "coverage": _coverage(coverage),
    }
    return json.dumps(report, indent=2, ensure_ascii=False) + "\n"


def _result(result: Result) -> dict[str, Any]:
    known = {
        "id": result.clause.id,
        "level": result.clause.level,
        "text": result.clause.text,
        "source": result.clause.source,
        "status": result.status,
        "elapsed_s": round(result.elapsed_s, 3),
    }
    if result.status == "broken":
        known |= {"faults": [_fault(asdict(fault)) for fault in result.faults], "more": result.more}
    if result.status == "unseen":
        known |= {"reason": result.reason, "because": result.because}
    return known


def _coverage(coverage: Coverage) -> dict[str, Any]:
    sections = {
        section.title: {
            "percent": round(section.percent, 1),
            "seen": {part.name: part.count for part in section.seen},
            "unseen": [part.name for part in section.unseen],
        }
        for section in coverage.sections
    }
    return {"percent": round(coverage.percent, 1), "sections": sections}


def _fault(fault: dict[str, Any]) -> dict[str, Any]:
    return {key: known for key, known in fault.items() if known}
