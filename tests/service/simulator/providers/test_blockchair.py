from __future__ import annotations

from typing import Any

import msgspec
import pytest

from service.simulator.bitcoin import Bitcoin
from service.simulator.limits import Refusal
from service.simulator.providers.blockchair import BLOCKCHAIR
from tests.service.simulator.world import ask, body, snapshot

CHAIN = Bitcoin(7)
MEMPOOL, CONFIRMED = "/bitcoin/mempool/transactions", "/bitcoin/transactions"


def rows(path: str, q: str, *more: tuple[str, str]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = body(BLOCKCHAIR, path, ("q", q), *more)["data"]
    return found


def test_statistics_are_those_of_the_chain() -> None:
    """Large numbers are texts; the cache says since when it holds them."""
    answer = body(BLOCKCHAIR, "/bitcoin/stats")
    stats, context = answer["data"], answer["context"]

    assert stats["best_block_height"] == CHAIN.height(0) == stats["blocks"] - 1
    assert stats["hashrate_24h"] == str(int(CHAIN.hashrate(0)))
    assert (stats["transactions_24h"], stats["mempool_transactions"]) == (CHAIN.count(0), len(CHAIN.waiting(0)))
    assert (context["code"], context["request_cost"]) == (200, 1)
    assert context["cache"]["since"] == "2026-11-23 10:30:00"


def test_large_transactions_of_the_mempool_are_told() -> None:
    """Those worth so much, the largest first, at most so many; none of them is in a block yet."""
    found = rows(MEMPOOL, "output_total_usd(1000000..)", ("s", "output_total_usd(desc)"), ("limit", "5"))
    worth = [row["output_total_usd"] for row in found]

    assert len(found) == 5
    assert worth == sorted(worth, reverse=True)
    assert worth[-1] >= 1_000_000
    assert {row["block_id"] for row in found} == {-1}


def test_large_transactions_of_blocks_are_told() -> None:
    """The newest first, since an instant; the time is that of their block."""
    tip = CHAIN.height(0)
    found = rows(CONFIRMED, "time(2026-11-23 09:30:00..),output_total_usd(2000000..9000000)", ("limit", "100"))

    assert {row["block_id"] for row in found} <= set(range(tip - 8, tip + 1))
    assert all(row["time"] >= "2026-11-23 09:30:00" for row in found)
    assert all(2e6 <= row["output_total_usd"] <= 9e6 for row in found)
    assert [row["id"] for row in found] == sorted((row["id"] for row in found), reverse=True)
    assert len(found) > 10


def test_a_transaction_has_the_documented_fields() -> None:
    """Satoshis and dollars of the same market."""
    row = rows(MEMPOOL, "output_total_usd(1000000..)")[0]
    price = body(BLOCKCHAIR, "/bitcoin/stats")["data"]["market_price_usd"]

    assert row["output_total_usd"] == pytest.approx(row["output_total"] / 1e8 * price)
    assert row["input_total"] - row["output_total"] == row["fee"] > 0
    assert len(row["hash"]) == 64
    assert row["is_coinbase"] is False


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("q", "fee(1..)"),
        ("q", "output_total_usd(many..)"),
        ("limit", "0"),
        ("limit", "101"),
        ("limit", "x"),
        ("s", "no(asc)"),
    ],
)
def test_bad_questions_are_told_in_the_envelope(name: str, value: str) -> None:
    """With HTTP 400 and no data."""
    reply = BLOCKCHAIR.answer(ask(MEMPOOL, (name, value)), snapshot("blockchair"))
    answer = msgspec.json.decode(reply.body)

    assert (reply.status, answer["data"], answer["context"]["code"]) == (400, None, 400)
    assert answer["context"]["error"].startswith("Invalid")


@pytest.mark.parametrize(
    ("path", "q", "cost"),
    [
        ("/bitcoin/stats", "", 1),
        (MEMPOOL, "output_total_usd(1000000..)", 3),
        (CONFIRMED, "time(2026-11-23 09:30:00..),output_total_usd(1000000..)", 7),
    ],
)
def test_questions_cost_by_their_filters(path: str, q: str, cost: int) -> None:
    """The limits count what the context says."""
    question = ask(path, ("q", q))

    assert [limit.cost(question) for limit in BLOCKCHAIR.limits] == [cost, cost]
    assert body(BLOCKCHAIR, path, ("q", q))["context"]["request_cost"] == cost


def test_the_limits_speak_by_status() -> None:
    """430 is the minute's and 402 the day's."""
    replies = [limit.refuse(Refusal(1.0)) for limit in BLOCKCHAIR.limits]

    assert [reply.status for reply in replies] == [430, 402]
    assert [msgspec.json.decode(reply.body)["context"]["code"] for reply in replies] == [430, 402]
    assert BLOCKCHAIR.answer(ask("/ripple/stats"), snapshot("blockchair")).status == 404
