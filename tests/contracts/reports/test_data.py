from __future__ import annotations

import json

from contracts.reports.data import data
from contracts.suite.coverage import Coverage, Part, Section
from tests.contracts.reports.verdicts import verdict


def test_a_program_finds_everything_that_a_person_reads() -> None:
    """Verdict, circumstances, groups, and each clause with its faults or reason."""
    channels = Section("channels", (Part("/ws", 3), Part("/ws/news", 0)), is_demanded=True)
    report = json.loads(data(verdict(), Coverage((channels,), {})))
    clauses = {each["id"]: each for each in report["clauses"]}

    assert (report["kept"], report["strict"], report["session"]["version"]) == (False, False, "2.1.0")
    assert report["groups"]["ERR"] == {"kept": 0, "broken": 2, "unseen": 0}
    assert clauses["CON-01"] == {
        "id": "CON-01",
        "level": "MUST",
        "text": "Every address opens.",
        "source": "#/channels",
        "status": "kept",
        "elapsed_s": 0.25,
    }
    assert clauses["ERR-02"]["more"] == 41
    assert clauses["ERR-02"]["faults"][0]["pointer"] == "/data/code"
    assert (clauses["UPD-10"]["reason"], clauses["UPD-10"]["because"]) == ("silence", "CON-02")
    assert report["coverage"] == {
        "percent": 50.0,
        "sections": {"channels": {"percent": 50.0, "seen": {"/ws": 3}, "unseen": ["/ws/news"]}},
    }
