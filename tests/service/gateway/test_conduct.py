from __future__ import annotations

from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.generated.catalog import LIMITS
from service.gateway.conduct import LULL_S, Conduct

START = 1000.0
SLACK = 1e-6


def flood(conduct: Conduct, seconds: float, *, since: float = START, per_s: float = 50.0) -> list[bool]:
    """Give commands at a rate, and tell after each whether it has gone on for too long."""
    verdicts = []
    for number in range(int(seconds * per_s) + 1):
        conduct.allows_command(since + number / per_s)
        verdicts.append(conduct.is_excessive)
    return verdicts


def test_what_the_contract_allows_is_allowed() -> None:
    """Forty commands at once, then ten a second, for an hour; nothing is refused."""
    conduct = Conduct(LIMITS, START)
    burst = [conduct.allows_command(START) for _ in range(LIMITS.commands_at_once)]
    steady = [
        conduct.allows_command(START + (number + SLACK) / LIMITS.commands_per_s)
        for number in range(1, 3600 * LIMITS.commands_per_s)
    ]

    assert all(burst)
    assert all(steady)
    assert (conduct.refused, conduct.is_excessive) == (0, False)


def test_one_command_too_many_is_refused_and_forgiven() -> None:
    """The forty-first at once is one too many; a tenth of a second later there is room for another."""
    conduct = Conduct(LIMITS, START)
    verdicts = [conduct.allows_command(START) for _ in range(LIMITS.commands_at_once + 2)]

    assert verdicts[-3:] == [True, False, False]
    assert conduct.allows_command(START + (1 + SLACK) / LIMITS.commands_per_s)
    assert (conduct.refused, conduct.is_excessive) == (2, False)


def test_whoever_goes_on_has_gone_too_far_after_ten_seconds() -> None:
    """From the first refused command on, not from the first command."""
    verdicts = flood(Conduct(LIMITS, START), 30)
    first_refused = next(number for number in range(1, 100) if not flood_allows(number))
    first_excessive = verdicts.index(True)

    assert first_excessive / 50 == pytest.approx(first_refused / 50 + LIMITS.excess_s, abs=1 / 50 + SLACK)


def flood_allows(number: int) -> bool:
    """Tell whether the command of this number is allowed in a flood of fifty a second."""
    conduct = Conduct(LIMITS, START)
    return [conduct.allows_command(START + each / 50) for each in range(number + 1)][-1]


def test_floods_with_lulls_between_are_not_one_flood() -> None:
    """Whoever stops for a while begins anew; whoever only draws breath does not."""
    pausing, breathing = Conduct(LIMITS, START), Conduct(LIMITS, START)
    paused, breathed = [], []
    for number in range(5):
        paused += flood(pausing, 4, since=START + number * (4 + LULL_S + 0.1), per_s=100)
        breathed += flood(breathing, 4, since=START + number * (4 + LULL_S / 2), per_s=100)

    assert not any(paused)
    assert any(breathed)


@given(st.lists(st.floats(0.0, 5.0), max_size=300))
def test_nobody_goes_too_far_by_what_is_allowed(pauses: list[float]) -> None:
    """A command that is carried out never makes a conduct excessive, and ten seconds have to pass for it."""
    conduct = Conduct(LIMITS, START)
    refused_at: list[float] = []
    for now in accumulate(pauses, initial=START):
        was_excessive = conduct.is_excessive
        if not conduct.allows_command(now):
            refused_at.append(now)
        elif not was_excessive:
            assert not conduct.is_excessive

    assert conduct.refused == len(refused_at)
    if conduct.is_excessive:
        assert refused_at[-1] - refused_at[0] >= LIMITS.excess_s


def test_twenty_mistakes_a_minute_are_human() -> None:
    """The twenty-first at once is one too many, and still is a second later; after three one more is allowed."""
    conduct = Conduct(LIMITS, START)
    verdicts = [conduct.allows_mistake(START) for _ in range(LIMITS.mistakes_per_min + 1)]

    assert verdicts == [True] * LIMITS.mistakes_per_min + [False]
    assert not conduct.allows_mistake(START + 1)
    assert conduct.allows_mistake(START + 60 / LIMITS.mistakes_per_min + SLACK)


def test_mistakes_and_commands_are_counted_apart() -> None:
    """A mistake costs no command beyond its own, and a command no mistake."""
    conduct = Conduct(LIMITS, START)
    for _ in range(LIMITS.mistakes_per_min):
        conduct.allows_mistake(START)

    assert all(conduct.allows_command(START) for _ in range(LIMITS.commands_at_once))
    assert not conduct.allows_mistake(START)
