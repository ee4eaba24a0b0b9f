from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from statistics import fmean

import msgspec
import pytest

from service.simulator.ethereum import ETHEREUM, Chain
from service.simulator.limits import Meter, Refusal
from service.simulator.providers.blockscout import BLOCKSCOUT
from tests.service.simulator.world import ask, body, shape, snapshot

CHAIN = Chain(7, ETHEREUM)
TIP = CHAIN.height(0)


def test_blocks_are_the_newest_four() -> None:
    """The newest first, with instants in UTC that lie in the past."""
    blocks = body(BLOCKSCOUT, "/main-page/blocks")

    assert [block["height"] for block in blocks] == [TIP, TIP - 1, TIP - 2, TIP - 3]
    assert blocks[0]["hash"] == CHAIN.digest(TIP)
    assert blocks[0]["gas_used_percentage"] == pytest.approx(100 * CHAIN.used_ratio(TIP))
    assert int(blocks[0]["gas_used"]) / int(blocks[0]["gas_limit"]) == pytest.approx(CHAIN.used_ratio(TIP))
    assert "2026-11-23T10:29:48.000000Z" < blocks[0]["timestamp"] <= "2026-11-23T10:30:00.000000Z"


def test_statistics_write_counts_as_texts() -> None:
    """Gas prices are numbers of gwei, in order; the number of blocks is not the height."""
    stats = body(BLOCKSCOUT, "/stats")
    gas = stats["gas_prices"]

    assert {type(stats[name]) for name in ("total_blocks", "total_transactions", "transactions_today")} == {str}
    assert 0 < gas["slow"] < gas["average"] < gas["fast"]
    assert int(stats["total_blocks"]) < TIP
    assert stats["network_utilization_percentage"] == pytest.approx(
        100 * fmean(CHAIN.used_ratio(height) for height in range(TIP - 49, TIP + 1))
    )
    assert (
        shape(stats).items()
        >= {
            **dict.fromkeys(("total_addresses", "coin_price", "gas_used_today", "market_cap"), "str"),
            "average_block_time": "float",
            "gas_prices": "dict",
            "network_utilization_percentage": "float",
            "tvl": "NoneType",
        }.items()
    )


def test_today_is_the_last_whole_day() -> None:
    """The chart names it, and has the same figure."""
    days = body(BLOCKSCOUT, "/stats/charts/transactions")["chart_data"]

    assert [day["date"] for day in days[:2]] == ["2026-11-22", "2026-11-21"]
    assert len(days) == 30
    assert body(BLOCKSCOUT, "/stats")["transactions_today"] == str(days[0]["transactions_count"])
    assert days[0]["transactions_count"] == pytest.approx(CHAIN.daily(0), rel=0.05)


@pytest.mark.parametrize("pace", [0.01, 0.3, 1.0, 7.0])
def test_every_day_has_its_date(pace: float) -> None:
    """One after the other, though days of a fast world are shorter; the newest is the one that began last."""
    world = replace(snapshot("blockscout"), pace=pace)
    days = msgspec.json.decode(BLOCKSCOUT.answer(ask("/stats/charts/transactions"), world).body)["chart_data"]
    dates = [date.fromisoformat(day["date"]) for day in days]

    assert dates == [dates[0] - timedelta(days=ago) for ago in range(30)]
    assert timedelta(0) <= datetime.combine(dates[0], time(), UTC) - world.day(1) < timedelta(days=1)


def test_every_answer_tells_of_the_limit() -> None:
    """How much there is, how much is left, and when it is renewed."""
    assert dict(BLOCKSCOUT.meter_headers(BLOCKSCOUT.limits[0], Meter(level=1))) == {
        "x-ratelimit-limit": "600",
        "x-ratelimit-remaining": "599",
        "x-ratelimit-reset": "60000",
    }


def test_errors_have_a_message() -> None:
    """A limit and an unknown path alike."""
    unknown, refused = BLOCKSCOUT.answer(ask("/no"), snapshot("x")), BLOCKSCOUT.limits[0].refuse(Refusal(1.0))

    assert (unknown.status, msgspec.json.decode(unknown.body)) == (404, {"message": "Not found"})
    assert (refused.status, msgspec.json.decode(refused.body)) == (429, {"message": "Too Many Requests"})
