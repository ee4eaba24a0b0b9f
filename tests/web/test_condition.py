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
WELL = {"data": {"unhealthy_count": 0, "degraded_count": 0, "total_providers": 2}, "error": None}
ILL = {"data": {"unhealthy_count": 1, "degraded_count": 0, "total_providers": 2}, "error": None}
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
    ("ended", {"link": {"phase": "ended", "cause": "lost", "code": 1008}}),
    ("empty", {}),
    ("empty", {"services": {"health_checker": WELL}}),
    ("live", {"services": {"news": FRESH, "health_checker": WELL}}),
    ("partial", {"services": {"news": FRESH, "health_checker": ILL}}),
    ("partial", {"services": {"news": MISSING, "market_data": FRESH}}),
    ("stale", {"services": {"news": STALE, "market_data": FRESH, "health_checker": ILL}}),
    ("stale", {"services": {"news": STALE, "market_data": FRESH, "onchain": MISSING}}),
    ("down", {"services": {"news": STALE, "market_data": STALE}}),
    ("down", {"services": {"news": MISSING, "market_data": MISSING}}),
    ("draining", {"services": {"news": FRESH}, "leaving": LEAVING}),
    ("draining", {"services": {"news": STALE}, "leaving": LEAVING}),
]


def state_of(directory: Path, **facts: Any) -> dict[str, Any]:
    """Ask the page for its words about these facts."""
    program = """
    import { condition } from './web/condition.js';
    answer(condition({ ...input, title: (name) => name }));
    """
    found: dict[str, Any] = evaluate(
        directory, program, {"link": OPEN, "mode": "live", "services": {}, "leaving": None} | facts
    )
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


def test_the_wait_before_the_next_attempt_grows_to_half_a_minute(tmp_path: Path) -> None:
    """Each wait is random within its upper half, and no wait is longer than half a minute."""
    program = """
    import { delay } from './web/backoff.js';
    const attempts = Array.from({ length: 12 }, (_, attempt) => attempt);
    answer([0, 1].map((random) => attempts.map((attempt) => delay(attempt, random))));
    """
    shortest, longest = evaluate(tmp_path, program)

    assert longest[:3] == [1000, 2000, 4000]
    assert max(longest) == longest[-1] == 30_000
    assert shortest == [wait / 2 for wait in longest]
