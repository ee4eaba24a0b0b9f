from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.suite.groups import CHECKS
from contracts.suite.verification import Plan, verify
from tests.contracts.saboteurs.honest import Honest
from tests.contracts.saboteurs.serving import serving

if TYPE_CHECKING:
    from contracts.document import Document
    from contracts.suite.clause import Clause
    from contracts.suite.verdict import Result

SCALE = 0.005


class Nobody:
    def started(self, clause: Clause) -> None:
        pass

    def ended(self, result: Result) -> None:
        pass


async def test_observed_clauses_see_enough_by_themselves(document: Document) -> None:
    """Asked for alone, without the live checks that make traffic, each is kept: somebody provokes it, and watches."""
    checks = [check for check in CHECKS if check.clause.group in {"ENV", "UPD"} and check.kind == "observed"]
    async with serving(Honest(document, SCALE)) as url:
        verdict = await verify(Plan(url, document, checks, patience_s=2.0, interval_scale=SCALE), Nobody())

    assert {result.clause.id: result.status for result in verdict.results} == {
        check.clause.id: "kept" for check in checks
    }
