from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from service.simulator.bitcoin import Bitcoin
from service.simulator.limits import Refusal
from service.simulator.providers.blockchain_info import BLOCKCHAIN_INFO
from tests.service.simulator.world import AT, ask, body, shape, snapshot

CHAIN = Bitcoin(7)
CHARTS = ("n-transactions", "n-unique-addresses", "transaction-fees-usd")
DAY_S = 86_400


def test_statistics_are_those_of_the_chain() -> None:
    """The hash rate in GH/s, the instant in milliseconds."""
    stats = body(BLOCKCHAIN_INFO, "/stats")

    assert stats["n_blocks_total"] == CHAIN.height(0)
    assert stats["hash_rate"] * 1e9 == pytest.approx(CHAIN.hashrate(0))
    assert (stats["difficulty"], stats["n_tx"]) == (CHAIN.difficulty(CHAIN.height(0)), CHAIN.count(0))
    assert stats["timestamp"] == int(AT.timestamp()) * 1000


def test_statistics_have_the_documented_fields() -> None:
    """In their units: coins in satoshis, but for what the miners earn; minutes; bytes; US dollars."""
    stats = body(BLOCKCHAIN_INFO, "/stats")
    fees = stats["total_fees_btc"] / 1e8

    assert shape(stats) == {
        **dict.fromkeys(("timestamp", "n_btc_mined", "n_tx", "n_blocks_mined", "n_blocks_total", "totalbc"), "int"),
        **dict.fromkeys(("total_fees_btc", "blocks_size", "nextretarget", "miners_revenue_btc"), "int"),
        **dict.fromkeys(("estimated_btc_sent", "total_btc_sent"), "int"),
        **dict.fromkeys(("market_price_usd", "hash_rate", "minutes_between_blocks", "difficulty"), "float"),
        **dict.fromkeys(("estimated_transaction_volume_usd", "miners_revenue_usd"), "float"),
        **dict.fromkeys(("trade_volume_btc", "trade_volume_usd"), "float"),
    }
    assert 19e6 < stats["totalbc"] / 1e8 < 21e6
    assert stats["n_btc_mined"] / 1e8 == stats["n_blocks_mined"] * 3.125
    assert stats["miners_revenue_btc"] == int(stats["n_btc_mined"] / 1e8 + fees)
    assert stats["minutes_between_blocks"] * stats["n_blocks_mined"] == pytest.approx(24 * 60, rel=1e-3)
    assert stats["nextretarget"] > stats["n_blocks_total"]


@pytest.mark.parametrize("chart", CHARTS)
def test_a_chart_ends_with_the_last_whole_day(chart: str) -> None:
    """One value a day, at its beginning in unix seconds, the oldest first."""
    answer = body(BLOCKCHAIN_INFO, f"/charts/{chart}", ("timespan", "5days"), ("format", "json"))
    midnight = int(AT.replace(hour=0, minute=0).timestamp())

    assert (answer["status"], answer["period"]) == ("ok", "day")
    assert [point["x"] for point in answer["values"]] == [midnight - ago * DAY_S for ago in (5, 4, 3, 2, 1)]
    assert all(isinstance(point["y"], float) and point["y"] > 0 for point in answer["values"])


def test_a_day_does_not_change_when_it_is_over() -> None:
    """Two hours later the chart has the same values."""
    question = ask("/charts/n-transactions", ("timespan", "3days"))
    now = snapshot("blockchain_info")
    later = replace(now, second=7_200, at=AT + timedelta(hours=2))

    assert BLOCKCHAIN_INFO.answer(question, now) == BLOCKCHAIN_INFO.answer(question, later)


def test_more_addresses_than_transactions_are_used() -> None:
    """As on the real chain."""
    transactions, addresses, fees = (
        body(BLOCKCHAIN_INFO, f"/charts/{chart}", ("timespan", "1days"))["values"][0]["y"] for chart in CHARTS
    )

    assert transactions < addresses < 2 * transactions
    assert 10_000 < fees < 10_000_000


@pytest.mark.parametrize(
    ("path", "query", "status"),
    [
        ("/charts/no", (), 404),
        ("/latestblock", (), 404),
        ("/charts/n-transactions", (("format", "csv"),), 400),
        ("/charts/n-transactions", (("timespan", "all"),), 400),
        ("/charts/n-transactions", (("timespan", "0days"),), 400),
    ],
)
def test_bad_questions_are_answered_in_words(path: str, query: tuple[tuple[str, str], ...], status: int) -> None:
    """Not in JSON."""
    reply = BLOCKCHAIN_INFO.answer(ask(path, *query), snapshot("blockchain_info"))

    assert reply.status == status
    assert dict(reply.headers)["content-type"] == "text/plain"


def test_a_refusal_is_a_bare_429() -> None:
    """In words."""
    assert BLOCKCHAIN_INFO.limits[0].refuse(Refusal(7.0)).status == 429
