from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.web.modules import evaluate, needs_node

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = needs_node

OPEN = {"phase": "open"}
FRESH = {"data": {"stale": False}, "error": None}
STALE = {"data": {"stale": True}, "error": None}
MISSING = {"data": None, "error": "No data for news yet"}
LATE = {"data": {"stale": False}, "at": "2026-11-23T08:59:00.000Z", "error": None}
WELL = {"data": {"total_providers": 2, "providers": {"binance": {"status": "healthy"}}}, "error": None}
ILL = {"data": {"total_providers": 2, "providers": {"binance": {"status": "unhealthy"}}}, "error": None}
NOW = "2026-11-23T09:00:00.000Z"
INTERVAL_S = 5
LEAVING = {"notice": "shutdown", "message": "The gateway goes away within 10 s"}
CASES: list[tuple[str, dict[str, Any]]] = [
    ("connecting", {"link": {"phase": "connecting", "attempt": 0}}),
    ("reconnecting", {"link": {"phase": "connecting", "attempt": 3}, "services": {"news": FRESH}}),
    ("reconnecting", {"link": {"phase": "waiting", "cause": "lost", "code": 1012, "until": 1}}),
    ("reconnecting", {"link": {"phase": "waiting", "cause": "lost", "code": 1012, "until": 1}, "leaving": LEAVING}),
    ("reconnecting", {"link": {"phase": "waiting", "cause": "leaving", "code": 1006, "until": 1}}),
    ("reconnecting", {"link": {"phase": "waiting", "cause": "busy", "code": 1006, "until": 1}}),
    ("reconnecting", {"link": {"phase": "waiting", "cause": "refused", "code": 1006, "until": 1}}),
    ("reconnecting", {"link": {"phase": "waiting", "cause": "unreachable", "code": 1006, "until": 1}}),
    ("locked", {"link": {"phase": "ended", "cause": "token", "code": 1006}}),
    ("ended", {"link": {"phase": "ended", "cause": "lost", "code": 1008, "reason": ""}}),
    ("empty", {}),
    ("empty", {"services": {"health_checker": WELL}}),
    ("live", {"services": {"news": FRESH, "health_checker": WELL}}),
    ("degraded", {"services": {"news": FRESH, "health_checker": ILL}}),
    ("partial", {"services": {"news": MISSING, "market_data": FRESH}}),
    ("stale", {"services": {"news": STALE, "market_data": FRESH, "health_checker": ILL}}),
    ("stale", {"services": {"news": STALE, "market_data": FRESH, "onchain": MISSING}}),
    ("stale", {"services": {"news": LATE, "market_data": FRESH}}),
    ("stale", {"services": {"news": LATE}}),
    ("stale", {"services": {"news": STALE}, "awaited": True}),
    ("empty", {"services": {"news": MISSING}, "awaited": True}),
    ("partial", {"services": {"news": MISSING, "market_data": FRESH}, "awaited": True}),
    ("down", {"services": {"news": STALE, "market_data": STALE}}),
    ("down", {"services": {"news": MISSING, "market_data": MISSING}}),
    ("draining", {"services": {"news": FRESH}, "leaving": LEAVING}),
    ("draining", {"services": {"news": STALE}, "leaving": LEAVING}),
]


def state_of(directory: Path, **facts: Any) -> dict[str, Any]:
    """Ask the page for its words about these facts."""
    program = """
    import { condition } from './web/condition.js';
    import { standing } from './web/standing.js';
    const entries = Object.entries(input.services).map(([name, entry]) => [name, { at: input.now, ...entry }]);
    const standings = Object.fromEntries(
      entries.map(([name, entry]) => [name, standing(entry, input.interval_s, Date.parse(input.now))]));
    const name = (id) => id;
    answer(condition({ ...input, services: Object.fromEntries(entries), standings, title: name, provider: name }));
    """
    usual = {"link": OPEN, "mode": "live", "services": {}, "awaited": False, "leaving": None}
    found: dict[str, Any] = evaluate(directory, program, usual | {"now": NOW, "interval_s": INTERVAL_S} | facts)
    return found


@pytest.mark.parametrize(("name", "facts"), CASES)
def test_the_banner_has_one_state_for_all_facts_together(tmp_path: Path, name: str, facts: dict[str, Any]) -> None:
    """The line goes before a coming end, that before the data, and of the data the worst news comes first."""
    state = state_of(tmp_path, **facts)

    assert state["name"] == name
    assert state["title"]
    assert "undefined" not in state["detail"]


def test_a_partial_outage_names_who_is_without_data(tmp_path: Path) -> None:
    """Whoever reads the banner knows which services to distrust."""
    assert "news" in state_of(tmp_path, services={"news": MISSING, "market_data": FRESH})["detail"]
    assert "news" in state_of(tmp_path, services={"news": STALE, "market_data": FRESH})["detail"]


def test_what_is_awaited_is_not_called_fresh(tmp_path: Path) -> None:
    """At the start some services say nothing for a while; the banner says which."""
    detail = state_of(tmp_path, services={"news": FRESH, "onchain": {"data": None, "error": None}})["detail"]

    assert "onchain" in detail
    assert "Everything" not in detail


def test_providers_in_trouble_are_named(tmp_path: Path) -> None:
    """Whoever reads that it is degraded reads by whom."""
    assert "binance" in state_of(tmp_path, services={"news": FRESH, "health_checker": ILL})["detail"]


def test_the_gateway_s_reason_for_a_final_end_is_shown(tmp_path: Path) -> None:
    """Who is sent away for good is told why, in the gateway's words."""
    link = {"phase": "ended", "cause": "lost", "code": 1008, "reason": "too many bad commands"}

    assert "too many bad commands" in state_of(tmp_path, link=link)["detail"]


@pytest.mark.parametrize(
    ("age_s", "interval_s", "pace_s", "wanted"),
    [
        (0, 5, 0, "fresh"),
        (15, 5, 0, "fresh"),
        (21, 5, 0, "overdue"),
        (21, 5, 20, "fresh"),
        (66, 5, 20, "overdue"),
        (9000, None, 0, "fresh"),
    ],
)
def test_a_service_is_overdue_after_three_updates_that_did_not_come(
    tmp_path: Path, age_s: int, interval_s: int | None, pace_s: int, wanted: str
) -> None:
    """By the interval of the contract, or by the pace that was seen, if that is slower."""
    program = """
    import { standing } from './web/standing.js';
    const entry = { data: {}, at: new Date(0).toISOString(), pace_s: input.pace_s };
    answer(standing(entry, input.interval_s, input.age_s * 1000));
    """
    given = {"age_s": age_s, "interval_s": interval_s, "pace_s": pace_s}

    assert evaluate(tmp_path, program, given) == wanted


def test_the_wait_before_the_next_attempt_grows_to_half_a_minute(tmp_path: Path) -> None:
    """Each wait is random within its upper half, and no wait is longer than half a minute."""
    program = """
    import { delay } from './web/backoff.js';
    const attempts = Array.from({ length: 12 }, (_, attempt) => attempt);
    answer([0, 1].map((random) => attempts.map((attempt) => delay(attempt, 0, random))));
    """
    shortest, longest = evaluate(tmp_path, program)

    assert longest[:3] == [1000, 2000, 4000]
    assert max(longest) == longest[-1] == 30_000
    assert shortest == [wait / 2 for wait in longest]


def test_nobody_comes_back_before_the_gateway_asked_for_it(tmp_path: Path) -> None:
    """What a Retry-After says is the least, and the random wait comes on top."""
    program = """
    import { delay } from './web/backoff.js';
    answer([delay(0, 60, 0), delay(0, 60, 1)]);
    """
    assert evaluate(tmp_path, program) == [60_500, 61_000]
