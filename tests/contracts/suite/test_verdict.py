from __future__ import annotations

from contracts.suite.clause import MUST, SHOULD, Clause
from contracts.suite.fault import Fault
from contracts.suite.verdict import Result, Status, Verdict, settle

ODD = Fault("odd")


def result(id_: str, status: Status, because: str | None = None, level: str = MUST) -> Result:
    clause = Clause(id_, SHOULD if level == SHOULD else MUST, "A rule.", "#/info")
    return Result(clause, status, faults=(ODD,) if status == "broken" or because else (), because=because)


def statuses(results: tuple[Result, ...]) -> list[Status]:
    return [each.status for each in results]


def test_a_breach_elsewhere_excuses_what_could_not_be_seen() -> None:
    """An unseen clause stays unseen while the clause that it names is broken."""
    settled = settle([result("CON-02", "broken"), result("SUB-01", "unseen", "CON-02")])

    assert statuses(settled) == ["broken", "unseen"]


def test_without_that_breach_the_clause_itself_is_broken() -> None:
    """A gateway that keeps CON-02 and does not greet at SUB-01 has failed at SUB-01."""
    settled = settle([result("CON-02", "kept"), result("SUB-01", "unseen", "CON-02")])

    assert statuses(settled) == ["kept", "broken"]
    assert settled[1].faults == (ODD,)


def test_a_clause_that_was_not_asked_is_no_excuse() -> None:
    """With `--only` nothing can hide behind a clause that was left out."""
    assert statuses(settle([result("SUB-01", "unseen", "CON-02")])) == ["broken"]


def test_an_unseen_clause_does_not_excuse_another() -> None:
    """Two clauses cannot excuse each other."""
    settled = settle([result("CMD-01", "unseen", "SUB-01"), result("SUB-01", "unseen", "CMD-01")])

    assert statuses(settled) == ["broken", "broken"]


def test_any_clause_of_a_group_may_be_the_excuse() -> None:
    """`because` may name several clauses and groups."""
    settled = settle([result("ERR-09", "broken"), result("SEQ-01", "unseen", "CON,ERR")])

    assert statuses(settled) == ["broken", "unseen"]


def test_what_nobody_could_see_stays_unseen() -> None:
    """Without a `because` there is nothing to excuse: the occasion did not come."""
    assert statuses(settle([result("UPD-10", "unseen")])) == ["unseen"]


def test_a_should_counts_only_in_a_strict_run() -> None:
    """SHOULD is a wish, unless one is strict."""
    results = (result("CON-01", "kept"), result("CON-09", "broken", level=SHOULD))

    assert Verdict(results).kept
    assert not Verdict(results, strict=True).kept


def test_a_must_always_counts() -> None:
    """One broken MUST breaks the contract."""
    assert not Verdict((result("CON-01", "kept"), result("CON-02", "broken"))).kept


def test_a_run_that_saw_nothing_proves_nothing() -> None:
    """Where no clause was kept, none being broken is no proof."""
    assert not Verdict((result("UPD-10", "unseen"),)).kept
    assert not Verdict(()).kept
