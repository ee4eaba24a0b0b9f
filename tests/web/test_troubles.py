from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.web.modules import evaluate, needs_node

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = needs_node

POOL = {
    "service": "market_data",
    "active_source": "sim:coinbase",
    "preferred_source": "sim:binance",
    "available_sources": ["sim:binance", "sim:coinbase"],
    "last_failover": None,
    "fail_back": None,
}
FAILOVER = {"reason": "sim:binance: HTTP 503"}


@pytest.mark.parametrize(
    ("standing", "error", "wanted"),
    [
        (
            "missing",
            "No data for market_data yet: a: HTTP 503; b: timed out; c: HTTP 503",
            "a, c: HTTP 503; b: timed out",
        ),
        ("missing", "No data for market_data yet: a: HTTP 503: x; a: HTTP 503: x", "a: HTTP 503: x"),
        ("missing", "the gateway; has no idea", "the gateway; has no idea"),
        ("stale", None, "binance, coinbase: HTTP 503"),
        ("overdue", None, "Its updates stay away, though the connection is alive."),
    ],
)
def test_a_service_without_fresh_data_has_a_reason(
    tmp_path: Path, standing: str, error: str | None, wanted: str
) -> None:
    """Sources that fail alike are named together; what the gateway words otherwise stays as it is."""
    program = """
    import { lacks } from './web/troubles.js';
    const standings = { market_data: input.standing, news: 'fresh' };
    answer(lacks({ market_data: { error: input.error } }, standings, input.pools, input.providers));
    """
    failing = {"last_error": "ProviderUnavailable: HTTP 503"}
    facts = {"standing": standing, "error": error, "pools": {"prices": POOL}}
    found: list[dict[str, Any]] = evaluate(
        tmp_path, program, facts | {"providers": {"binance": failing, "coinbase": failing, "kraken": failing}}
    )

    assert found == [{"service": "market_data", "standing": standing, "why": wanted}]


@pytest.mark.parametrize(
    ("changed", "reasons"),
    [
        ({}, []),
        ({"fail_back": "2 good answers", "active_source": None}, []),
        ({"fail_back": "2 good answers"}, ["It has not answered since the gateway started."]),
        ({"fail_back": "2 good answers", "last_failover": FAILOVER}, ["binance: HTTP 503"]),
    ],
)
def test_a_pool_that_another_source_serves_has_a_reason(
    tmp_path: Path, changed: dict[str, Any], reasons: list[str]
) -> None:
    """That of its failover; without one, the preferred source has never served."""
    program = "import { standIns } from './web/troubles.js'; answer(standIns(input));"
    found = evaluate(tmp_path, program, {"prices": {**POOL, **changed}})

    assert [each["why"] for each in found] == reasons
