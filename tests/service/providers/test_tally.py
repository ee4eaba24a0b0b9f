from __future__ import annotations

import pytest

from service import errors
from service.errors import BreakerOpen, BudgetSpent, ProviderError
from service.providers.tally import OUTCOMES, Tally

UNASKED = {BudgetSpent, BreakerOpen}


def test_every_way_to_fail_has_a_word() -> None:
    """But those with which nothing was asked."""
    kinds = {kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, ProviderError)}

    assert kinds - UNASKED - {ProviderError} == set(OUTCOMES)


@pytest.mark.parametrize("kind", OUTCOMES)
def test_a_failure_is_counted_under_its_word(kind: type[ProviderError]) -> None:
    """All the others are counted too, at zero, so that their first increase shows."""
    tally = Tally()
    tally.failed(kind("binance", "HTTP 503"))

    assert tally.outcomes == {**dict.fromkeys(("ok", *OUTCOMES.values()), 0), OUTCOMES[kind]: 1}
    assert tally.latency_s.count == 0


def test_good_answers_are_counted_with_their_times() -> None:
    """In seconds."""
    tally = Tally()
    tally.answered([40.0, 60.0, 30_000.0])

    assert tally.outcomes["ok"] == 3
    assert tally.latency_s.total == pytest.approx(30.1)
    assert dict(tally.latency_s.cumulative())[0.05] == 1
