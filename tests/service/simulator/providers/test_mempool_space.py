from __future__ import annotations

from service.simulator.bitcoin import Bitcoin
from service.simulator.limits import Refusal
from service.simulator.providers.mempool_space import MEMPOOL_SPACE
from tests.service.simulator.world import ask, body, shape, snapshot

CHAIN = Bitcoin(7)
TIP = CHAIN.height(0)


def test_blocks_are_the_newest_fifteen() -> None:
    """The newest first, each with what mempool.space knows beyond Esplora."""
    blocks = body(MEMPOOL_SPACE, "/v1/blocks")

    assert [block["height"] for block in blocks] == list(range(TIP, TIP - 15, -1))
    assert shape(blocks[0]["extras"]) == {
        "totalFees": "int",
        "medianFee": "float",
        "feeRange": "list",
        "reward": "int",
        "pool": "dict",
    }


def test_fees_are_whole_numbers_in_order() -> None:
    """The faster the dearer, never less than one."""
    fees = body(MEMPOOL_SPACE, "/v1/fees/recommended")
    rates = [fees[name] for name in ("fastestFee", "halfHourFee", "hourFee", "economyFee", "minimumFee")]

    assert all(isinstance(rate, int) and rate >= 1 for rate in rates)
    assert rates == sorted(rates, reverse=True)
    assert rates[0] >= CHAIN.fee_rate(0)


def test_the_hash_rate_is_that_of_the_chain() -> None:
    """A float, because it is beyond what integers of JSON can hold."""
    mining = body(MEMPOOL_SPACE, "/v1/mining/hashrate/3d")

    assert mining["currentHashrate"] == CHAIN.hashrate(0)
    assert mining["currentDifficulty"] == CHAIN.difficulty(TIP)
    assert mining["difficulty"][0]["height"] % 2016 == 0
    assert [type(row["avgHashrate"]) for row in mining["hashrates"]] == [float, float]


def test_rewards_are_texts_of_so_many_blocks() -> None:
    """Sums over the last blocks."""
    rewards = body(MEMPOOL_SPACE, "/v1/mining/reward-stats/144")
    heights = range(TIP - 143, TIP + 1)

    assert (rewards["startBlock"], rewards["endBlock"]) == (heights[0], TIP)
    assert rewards["totalTx"] == str(sum(len(CHAIN.confirmed(height)) + 1 for height in heights))
    assert int(rewards["totalReward"]) - int(rewards["totalFee"]) == 144 * CHAIN.subsidy(TIP)


def test_prices_and_the_paths_of_esplora_are_served() -> None:
    """What is not its own is Esplora's; the rest is not found."""
    bitcoin = snapshot("mempool_space").coins[0]

    assert body(MEMPOOL_SPACE, "/v1/prices")["USD"] == int(snapshot("mempool_space").price(bitcoin))
    assert body(MEMPOOL_SPACE, "/blocks/tip/height") == TIP
    assert MEMPOOL_SPACE.answer(ask("/v2/blocks"), snapshot("mempool_space")).status == 404


def test_a_refusal_is_a_bare_429() -> None:
    """It does not say for how long."""
    reply = MEMPOOL_SPACE.limits[0].refuse(Refusal(7.0))

    assert (reply.status, reply.body) == (429, b"Too Many Requests")
    assert "retry-after" not in dict(reply.headers)
