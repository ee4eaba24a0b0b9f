from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from service.simulator.faults import Garbage, Html, Recovered, Silence
from service.simulator.script import Script


def test_empty_script_is_health() -> None:
    """Without faults nothing acts, and nothing is left."""
    script = Script().settled(5)

    assert (script.current, script.left, script.left_s(5)) == (None, None, None)


def test_fault_without_bound_stays() -> None:
    """Neither time nor number heals a fault that has no bound."""
    script = Script((Silence(),)).hit(1e9).settled(1e12)

    assert script.current == Silence()


def test_fault_heals_by_time() -> None:
    """A fault acts until `for_s` is over, not a moment longer."""
    script = Script((Silence(for_s=10),), since_s=100)

    assert script.settled(109.9).current == Silence(for_s=10)
    assert script.settled(110).current is None


def test_fault_heals_by_number() -> None:
    """A fault spoils `count` answers and no more."""
    script = Script((Silence(count=2),))

    assert script.left == 2
    assert script.hit(1).left == 1
    assert script.hit(1).hit(2).current is None


def test_next_fault_begins_when_the_one_before_ends() -> None:
    """However late we look, the next fault has begun when the one before ended."""
    script = Script((Silence(for_s=10), Html(for_s=5), Garbage()), since_s=100)

    assert script.settled(112).current == Html(for_s=5)
    assert script.settled(112).left_s(112) == 3
    assert script.settled(115).current == Garbage()


def test_number_starts_anew() -> None:
    """The next fault has its own count, and its time begins with the last hit of the one before."""
    script = Script((Silence(count=1), Html(count=2, for_s=10))).hit(50)

    assert (script.current, script.left, script.left_s(55)) == (Html(count=2, for_s=10), 2, 5)


def test_pause_comes_before_a_fault() -> None:
    """`recovered` for a while delays what comes after it."""
    script = Script((Recovered(for_s=60), Silence()))

    assert script.settled(59).current == Recovered(for_s=60)
    assert script.settled(60).current == Silence()


@given(st.lists(st.floats(0.5, 100), max_size=10), st.lists(st.floats(0, 500), max_size=10))
def test_looking_changes_nothing(spans: list[float], looks: list[float]) -> None:
    """Settling at moments between does not change what acts at the end."""
    script = Script(tuple(Silence(for_s=span) for span in spans))
    watched = script
    for at_s in sorted(looks):
        watched = watched.settled(at_s)

    assert watched.settled(600).faults == script.settled(600).faults
