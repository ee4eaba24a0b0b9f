"""A verdict with everything in it."""

from __future__ import annotations

from contracts.suite.clause import MUST, SHOULD, Clause
from contracts.suite.fault import Fault
from contracts.suite.traffic import Session, Traffic
from contracts.suite.verdict import Result, Verdict

__all__ = ["CODE", "GREETING", "HINT", "KEPT", "UNHEARD", "verdict"]

KEPT = Result(Clause("CON-01", MUST, "Every address opens.", "#/channels"), "kept", 0.25)
GREETING = Result(
    Clause("CON-02", MUST, "The first frame is a greeting.", "#/info"), "unseen", reason="no greeting came"
)
CODE = Result(
    Clause("ERR-02", MUST, "Broken JSON is named.", "#/x-error-codes"),
    "broken",
    1.5,
    (
        Fault(
            "the code is 'x'",
            "`invalid_json`",
            "/ws/data",
            "hel\x00lo\n\ufffe",
            '{"code": "x"}',
            "/data/code",
            ("connection 1 opens /ws", "connection 1 sends {"),
        ),
    ),
    41,
)
HINT = Result(Clause("ERR-10", SHOULD, "Names are hinted at.", "seed: Errors"), "broken", 0.1, (Fault("no hint"),))
UNHEARD = Result(
    Clause("UPD-10", MUST, "Said once.", "#/info"),
    "unseen",
    faults=(Fault("silence"),),
    reason="silence",
    because="CON-02",
)


def verdict(*results: Result, strict: bool = False) -> Verdict:
    """Return the verdict of these results, by default of one of each kind."""
    session = Session("http://127.0.0.1:7860", "2026-11-23T10:30:00+00:00", 1.0, "2.1.0")
    return Verdict(results or (KEPT, GREETING, CODE, HINT, UNHEARD), Traffic(session), strict)
