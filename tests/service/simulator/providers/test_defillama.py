from __future__ import annotations

import pytest

from service.simulator.ethereum import ETHEREUM, Chain
from service.simulator.limits import Refusal
from service.simulator.providers.defillama import DEFILLAMA
from tests.service.simulator.world import AT, ask, body, snapshot

PATH = "/summary/fees/ethereum"


def test_a_summary_has_totals_and_a_chart() -> None:
    """Of the chain itself, in US dollars; the chart ends with the last whole day."""
    summary = body(DEFILLAMA, PATH, ("dataType", "dailyFees"))
    chart = summary["totalDataChart"]

    assert (summary["name"], summary["category"]) == ("Ethereum", "Chain")
    assert summary["total7d"] == sum(fees for _, fees in chart[-7:])
    assert chart[-1][0] == int(AT.replace(hour=0, minute=0).timestamp()) - 86_400
    assert summary["change_1d"] == pytest.approx((summary["total24h"] / summary["total48hto24h"] - 1) * 100, abs=0.01)


def test_fees_are_what_the_transactions_cost() -> None:
    """Gas of a day at an ordinary price, in dollars of the same market."""
    world = snapshot("defillama")
    ether = next(coin for coin in world.coins if coin.id == "ethereum")
    coins = Chain(7, ETHEREUM).daily(0) * 80_000 * ETHEREUM.base_fee / 1e9

    assert body(DEFILLAMA, PATH)["total24h"] == int(coins * world.price(ether))


def test_bad_questions_have_a_message() -> None:
    """An unknown protocol, an unknown kind, and too many questions."""
    world = snapshot("defillama")
    replies = [
        DEFILLAMA.answer(ask("/summary/fees/no"), world),
        DEFILLAMA.answer(ask(PATH, ("dataType", "no")), world),
        DEFILLAMA.limits[0].refuse(Refusal(1.0)),
    ]

    assert [reply.status for reply in replies] == [404, 400, 429]
    assert all(b"message" in reply.body for reply in replies)
