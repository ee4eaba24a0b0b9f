from __future__ import annotations

import json
from typing import Any

import pytest

from contracts.suite.evidence import Seen, seen
from contracts.suite.fault import Broken, Fault
from contracts.suite.snapshot import demand_snapshot
from contracts.suite.traffic import Entry

INTERVAL_S = 10.0


class Describer:
    """Stands for a probe, of which only the words for a fault are asked."""

    def fault(self, problem: str, expected: str = "", came: Seen | None = None, pointer: str = "") -> Fault:
        return Fault(problem, expected, "/ws", "", "" if came is None else came.entry.text, pointer)


def frame(at_s: float, made_s: float | None) -> Seen:
    timestamp = "noon" if made_s is None else f"2026-11-23T10:30:{made_s:06.3f}Z"
    value = {"service": "news", "type": "update", "data": {}, "timestamp": timestamp}
    return seen(Entry(1, "/ws", "came", "", at_s, json.dumps(value)))


def judge(came: Seen | None, *, newest_s: float | None = 10, asked_s: float | None = 15) -> str:
    """Judge an update whose newest one was made at 10 s, after a subscription at 15 s; return what is said."""
    probe: Any = Describer()
    try:
        demand_snapshot(probe, frame(15.0, asked_s), came, frame(10.0, newest_s), INTERVAL_S)
    except Broken as broken:
        return broken.fault.problem
    return ""


@pytest.mark.parametrize(
    ("arrived_s", "made_s"),
    [
        pytest.param(15.1, 10, id="the newest one, at once"),
        pytest.param(19.0, 18.9, id="the next one, which came before half an interval was over"),
        pytest.param(40.0, 10, id="the newest one, late: a busy machine"),
        pytest.param(15.1, 60 - 0.001, id="the newest one with a wrong timestamp"),
        pytest.param(15.1, None, id="the newest one with a timestamp that cannot be read"),
    ],
)
def test_one_sign_alone_proves_nothing(arrived_s: float, made_s: float | None) -> None:
    """Neither that an update comes late nor that it bears a late timestamp."""
    assert judge(frame(arrived_s, made_s)) == ""


@pytest.mark.parametrize("made_s", [20, None])
def test_an_update_that_comes_with_the_next_tick_is_noticed(made_s: float | None) -> None:
    """It is late, and was made after the subscription, as far as that can be read."""
    assert judge(frame(20.1, made_s)) == "the first update of news comes after 5.1 s, with the next tick"


def test_an_old_update_is_noticed() -> None:
    """Another connection had got a newer one before."""
    assert judge(frame(15.1, 9)) == "the first update of news is older than the newest one"


def test_no_update_is_noticed() -> None:
    """There was one, and nothing came."""
    assert judge(None) == "no update of news follows, and there is one"


def test_what_cannot_be_compared_is_not() -> None:
    """With unreadable timestamps only the time of arrival is left."""
    assert judge(frame(15.1, 9), newest_s=None, asked_s=None) == ""
