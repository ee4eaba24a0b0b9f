from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from contracts.suite.groups import CHECKS
from tests.contracts.saboteurs.bungler import BUNGLED, Bungler
from tests.contracts.saboteurs.honest import Honest
from tests.contracts.saboteurs.roster import SABOTEURS
from tests.contracts.saboteurs.trial import LOOKS, RANDOM, crew, tried

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from contracts.suite.verdict import Result, Verdict

OBSERVED = {check.clause.id for check in CHECKS if check.kind == "observed"}


class Orphan(Honest):
    """A right gateway all the same: of one service no source ever answers."""

    dead = frozenset({"huggingface"})


@pytest.fixture(scope="module")
def verdict(request: pytest.FixtureRequest) -> Iterator[Callable[[type[Honest]], Verdict]]:
    """Return what wants a verdict on a gateway. The trials of all selected tests begin at once."""
    wanted: dict[type[Honest], int] = {}
    for item in request.session.items:
        params: dict[str, Any] = getattr(getattr(item, "callspec", None), "params", {})
        if "kind" in params:
            wanted[params["kind"]] = examples(params.get("clause"), params["kind"])
    with crew() as processes:
        # Those that take longest go first.
        queue = sorted(wanted, key=lambda kind: -wanted[kind])
        trials = {kind: processes.submit(tried, kind, wanted[kind]) for kind in queue}
        yield lambda kind: trials[kind].result()
        processes.shutdown(cancel_futures=True)


def examples(clause: str | None, kind: type[Honest]) -> int:
    """Return how many random cases a gateway is worth: luck must find some, and costs time.

    Each group has one saboteur that goes through all clauses; the others are spared the random ones.
    """
    group = str(clause).partition("-")[0]
    firsts = {each.partition("-")[0]: saboteur for each, saboteur in reversed(SABOTEURS)}
    if clause is None or (firsts[group] is kind and group not in RANDOM):
        return 3
    return 8 if group in RANDOM else 0


def of(result: Result) -> str:
    """Show what became of a clause, for a person who wonders why."""
    fault = result.faults[0] if result.faults else result.reason
    return f"{result.clause.id} {result.clause.text} {fault}"


@pytest.mark.parametrize("kind", [Honest, Orphan], ids=lambda kind: kind.__name__)
def test_a_right_gateway_keeps_every_clause(verdict: Callable[[type[Honest]], Verdict], kind: type[Honest]) -> None:
    """Nothing is broken, and nothing is left unseen."""
    found = verdict(kind)

    assert [of(result) for result in (*found.of("broken"), *found.of("unseen"))] == []
    assert found.kept


@pytest.mark.parametrize(("clause", "kind"), SABOTEURS, ids=[f"{clause}-{kind.__name__}" for clause, kind in SABOTEURS])
def test_a_saboteur_is_caught_by_its_clause_and_no_other(
    verdict: Callable[[type[Honest]], Verdict], clause: str, kind: type[Honest]
) -> None:
    """The others are kept, or could not be seen because of it."""
    found = verdict(kind)
    excuses = {clause, clause.partition("-")[0]}

    assert [of(result) for result in found.of("broken") if result.clause.id != clause] == []
    assert [result.clause.id for result in found.of("broken")] == [clause]
    for result in found.of("unseen"):
        if result.because is None:
            assert result.clause.id in OBSERVED, of(result)
        else:
            assert excuses & set(result.because.split(",")), of(result)


@pytest.mark.parametrize("kind", [Bungler])
def test_three_faults_at_once_are_three_broken_clauses(
    verdict: Callable[[type[Honest]], Verdict], kind: type[Honest]
) -> None:
    """One fault does not hide another."""
    assert {result.clause.id for result in verdict(kind).of("broken")} == BUNGLED


def test_every_clause_that_a_gateway_can_break_has_a_saboteur() -> None:
    """A clause that no saboteur breaks might not look at anything."""
    assert {check.clause.id for check in LOOKS} == {clause for clause, _ in SABOTEURS}


def test_every_saboteur_says_what_it_does_wrong() -> None:
    """Each is told from the others by its name, and has a docstring of its own."""
    names = Counter(kind.__name__ for _, kind in SABOTEURS)

    assert names.most_common(1)[0][1] == 1
    assert [kind.__name__ for _, kind in SABOTEURS if not vars(kind).get("__doc__")] == []
