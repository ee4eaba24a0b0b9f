from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from service.providers.adapters import whale_alert
from service.providers.override import Override
from service.publishers.options import Options
from service.publishers.origins.whale_tracking import whale_tracking
from service.simulator.bitcoin import Bitcoin
from service.simulator.ethereum import ETHEREUM, Chain
from service.simulator.payments import COIN, large, payment
from service.simulator.transactions import LARGE_WITHIN, transactions
from tests.fakes.clock import FakeClock
from tests.fakes.world import World
from tests.service.publishers.origins.act import Scene
from tests.service.publishers.origins.stage import Stage

if TYPE_CHECKING:
    from contracts.generated.application.messages.json import WhaleTrackingData

ETHER = ("publicnode_ethereum", "drpc_ethereum", "mevblocker_ethereum")
FEEDS = (
    "binance_ticker",
    *(f"{provider}_transfers" for provider in (*ETHER, "mempool_space", "blockchair")),
    "whale_alert_transactions",
)
CHAIN = Chain(1, ETHEREUM)
DIGITS = 18


class Sea(Scene["WhaleTrackingData"]):
    """The sources of transfers, simulated."""

    def __init__(self, *, key: str | None = None, options: Options | None = None) -> None:
        clock = FakeClock()
        world = World(clock)
        stage = Stage(
            {},
            FEEDS,
            overrides={"whale_alert": Override(key=key)} if key else {},
            extra={whale_alert.NAME: whale_alert.adapter(clock.now)},
            clock=clock,
            transport=world,
            options=options,
        )
        super().__init__(world, stage, whale_tracking)

    def second(self) -> int:
        return int(self.clock.monotonic()) - 1000


def hashes(found: WhaleTrackingData, chain: str) -> list[str]:
    return [row.hash for row in found.large_transactions if row.chain == chain]


def whales(heights: range, price: float) -> set[str]:
    """Return the hashes of what is worth a million dollars and more in these blocks of Ethereum."""
    found = set()
    for height in heights:
        for each in transactions(CHAIN, height, LARGE_WITHIN):
            units = each.amount / 10 ** (each.token.decimals if each.token else DIGITS)
            if units * (1 if each.token and each.token.is_dollar else price) >= 1e6:
                found.add(each.digest)
    return found


def part(found: WhaleTrackingData, name: str) -> tuple[str, bool]:
    assert found.freshness is not None
    return found.freshness[name].source, found.freshness[name].stale


async def test_large_transfers_of_ethereum_are_all_found() -> None:
    """Of every block from the third before the first head, coins and tokens alike, and nothing that is smaller."""
    sea = Sea()
    first = CHAIN.height(0)
    async with sea.running():
        await sea.clock.advance(613.0)
        found = sea.data()
    last = CHAIN.height(sea.second())
    listed = set(hashes(found, "ethereum"))

    assert len(listed) == len(hashes(found, "ethereum")) > 20
    assert whales(range(first, last - 2), 2350) <= listed <= whales(range(first - 2, last + 1), 2350)
    assert {row.asset for row in found.large_transactions if row.chain == "ethereum"} >= {"ETH", "USDT"}


async def test_transfers_of_bitcoin_are_worth_what_went_elsewhere() -> None:
    """Where the block was read; what still waits is taken with its change."""
    sea = Sea()
    chain = Bitcoin(1)
    async with sea.running():
        await sea.clock.advance(1500.0)
        found = sea.data()
    first, last = chain.height(0) - 1, sea.second() * 5
    known = {
        each.txid: each
        for each in (payment(chain, number) for number in large(chain, range(chain.arrived(first), last)))
    }
    rows = [row for row in found.large_transactions if row.chain == "bitcoin"]

    assert len(rows) > 10
    for row in rows:
        paid = known[row.hash]
        senders = {entry.address for entry in paid.inputs}
        away = sum(entry.value for entry in paid.outputs if entry.address not in senders)
        expected = paid.value if row.to is None else away
        assert row.value == pytest.approx(expected / COIN)
    assert any(row.to for row in rows)


async def test_a_transfer_is_new_in_one_update_only() -> None:
    """However many fetches and sources tell of it."""
    sea, news = Sea(key="k"), []
    async with sea.running():
        for _ in range(20):
            found = sea.data()
            news += [(row.chain, row.hash, row.value) for row in found.large_transactions if row.new]
            await sea.clock.advance(15.0)

    assert len(news) > 20
    assert len(set(news)) == len(news)


async def test_the_first_update_comes_when_both_chains_are_watched() -> None:
    """It says how short the time is that it speaks of."""
    sea = Sea()
    assert not sea.origin.settled()
    assert not sea.says()

    async with sea.running():
        found = sea.data()
        assert sea.origin.settled()
        assert (hashes(found, "ethereum"), found.alert_threshold) == ([], 1e6)
        assert found.freshness is not None
        assert list(found.freshness) == ["ethereum", "bitcoin", "prices"]
        await sea.clock.advance(30.0)
        later = sea.data()

    assert found.window_s is not None
    assert later.window_s is not None
    assert found.window_s < 3600
    assert later.window_s == found.window_s + 30


@pytest.mark.parametrize("count", [1, 2])
async def test_the_next_node_takes_over_within_two_fetches(count: int) -> None:
    """Nothing gets stale by it, and the preferred one is taken back when it has recovered."""
    sea = Sea()
    async with sea.running():
        await sea.clock.advance(70.0)
        sea.fail(*ETHER[:count])
        await sea.clock.advance(24.0)
        found = sea.data()
        assert part(found, "ethereum") == (f"sim:{ETHER[count]}", False)
        assert f"sim:{ETHER[count]}" in found.source.split("+")

        sea.mend(*ETHER)
        await sea.clock.advance(400.0)
        assert part(sea.data(), "ethereum") == ("sim:publicnode_ethereum", False)


async def test_one_chain_can_fail_alone() -> None:
    """The update is stale, the part says which; it recovers by itself."""
    sea = Sea()
    async with sea.running():
        await sea.clock.advance(40.0)
        sea.fail(*ETHER)
        await sea.clock.advance(300.0)
        found = sea.data()
        assert (found.stale, part(found, "ethereum")[1], part(found, "bitcoin")[1]) == (True, True, False)

        sea.mend(*ETHER)
        await sea.clock.advance(400.0)
        found = sea.data()
        assert (found.stale, part(found, "ethereum")[1]) == (False, False)


async def test_blockchair_watches_bitcoin_when_mempool_space_is_away() -> None:
    """It was heard a while ago, and is fresh."""
    sea = Sea()
    async with sea.running():
        await sea.clock.advance(300.0)
        sea.fail("mempool_space")
        await sea.clock.advance(60.0)

        assert part(sea.data(), "bitcoin") == ("sim:blockchair", False)


async def test_without_any_source_the_trouble_is_told() -> None:
    """Once all of them have failed; one chain is enough for an update."""
    sea = Sea()
    sea.fail(*ETHER, "mempool_space", "blockchair")
    async with sea.running():
        await sea.clock.advance(25.0)
        assert sea.origin.settled()
        assert not sea.says()
        trouble = sea.origin.trouble()
        assert trouble is not None
        assert sorted(trouble.split("; ")) == sorted(
            f"{provider}: HTTP 503" for provider in (*ETHER, "mempool_space", "blockchair")
        )

        sea.mend("mempool_space")
        await sea.clock.advance(400.0)
        assert sea.origin.trouble() is None
        found = sea.data()

    assert list(found.freshness or ()) == ["bitcoin", "prices"]


async def test_transfers_leave_the_list_when_they_are_old() -> None:
    """After the time that the operator chooses."""
    sea = Sea(options=Options(whale_window_s=120.0))
    async with sea.running():
        await sea.clock.advance(240.0)
        found = sea.data()

    assert found.window_s == 120.0
    assert found.large_transactions
    assert all((sea.clock.now() - row.timestamp).total_seconds() <= 120 for row in found.large_transactions)


async def test_the_threshold_is_the_operators() -> None:
    """What is worth less is not listed, and a long list says how far back it reaches."""
    sea, modest = Sea(options=Options(whale_threshold_usd=2e7)), Sea(options=Options(whale_threshold_usd=1e4))
    for each in (sea, modest):
        async with each.stage.running():
            await each.clock.advance(120.0)
    found, many = sea.data(), modest.data()

    assert found.alert_threshold == 2e7
    assert all(row.value_usd >= 2e7 for row in found.large_transactions)
    assert len(many.large_transactions) == 200
    assert many.window_s == pytest.approx((modest.clock.now() - many.large_transactions[-1].timestamp).total_seconds())
    assert many.window_s is not None
    assert many.window_s < 120


async def test_what_has_no_price_is_not_listed() -> None:
    """Dollars need none; nobody invents a price of ether."""
    sea = Sea()
    sea.fail("binance")
    async with sea.running():
        await sea.clock.advance(240.0)
        found = sea.data()

    assert {row.asset for row in found.large_transactions} == {"USDT", "USDC", "DAI"}
    assert list(found.freshness or ()) == ["ethereum", "bitcoin"]


async def test_whale_alert_joins_with_a_key() -> None:
    """As a part of its own; what it and the nodes both tell of is listed once."""
    sea = Sea(key="k")
    async with sea.running():
        await sea.clock.advance(300.0)
        found = sea.data()

    assert part(found, "whale_alert") == ("sim:whale_alert", False)
    keys = [(row.chain, row.hash) for row in found.large_transactions]
    assert len(set(keys)) == len(keys)
    assert any(row.from_ is not None for row in found.large_transactions if row.chain == "bitcoin")
