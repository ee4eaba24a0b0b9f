from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.simulator.ethereum import BSC, ETHEREUM, GWEI, POLYGON, Chain, Network
from service.simulator.market import Market
from service.simulator.transactions import LARGE_WITHIN, TOKENS, transactions

SECONDS = st.integers(-86_400, 10_000_000)
each_network = pytest.mark.parametrize("network", [ETHEREUM, BSC, POLYGON], ids=lambda network: network.name)


@each_network
@given(second=SECONDS)
def test_blocks_come_at_their_pace(network: Network, second: int) -> None:
    """The newest block has come, the next one has not; seconds are whole and never ahead of the block."""
    chain = Chain(7, network)
    height = chain.height(second)

    assert chain.mined_s(height) <= second
    assert chain.mined_s(height + 1) > second
    assert 0 <= chain.mined_s(height) - (height - network.height) * network.spacing_s < 1


def test_networks_have_their_own_chains() -> None:
    """Ids, paces and hashes; another seed is another world."""
    chains = [Chain(7, network) for network in (ETHEREUM, BSC, POLYGON)]

    assert [chain.network.chain_id for chain in chains] == [1, 56, 137]
    assert [chain.height(60) - chain.height(0) for chain in chains] == [5, 80, 30]
    assert len({chain.digest(5) for chain in (*chains, Chain(8, ETHEREUM))}) == 4


@each_network
@given(height=st.integers(0, 200_000_000))
def test_figures_are_plausible(network: Network, height: int) -> None:
    """Fees around those of an ordinary day, shares between 0 and 1, higher percentiles pay more."""
    chain = Chain(7, network)

    assert 0.6 * network.base_fee <= chain.base_fee(height) / GWEI <= 1.4 * network.base_fee
    assert chain.gas_price(height) > chain.base_fee(height + 1)
    assert 0 < chain.tip(height, 10) < chain.tip(height) < chain.tip(height, 90)
    assert 0.2 <= chain.used_ratio(height) <= 0.8
    assert 0.7 * network.transactions - 1 <= chain.count(height) <= 1.3 * network.transactions


def test_a_day_holds_what_its_blocks_hold() -> None:
    """Within a few percent, so that explorers and nodes agree."""
    chain = Chain(7, ETHEREUM)
    counted = sum(chain.count(height) for height in range(chain.height(-86_400), chain.height(0)))

    assert chain.daily(0) == pytest.approx(counted, rel=0.04)


def test_what_a_block_holds_is_worked_out_once() -> None:
    """For all nodes of one world, whose snapshots share a market; another world shares nothing with it."""
    height = ETHEREUM.height + 5
    market, other = Market(7, ()), Market(7, ())
    held = market.ledger.block(Chain(7, ETHEREUM), height)

    assert held == transactions(Chain(7, ETHEREUM), height)
    assert market.ledger.block(Chain(7, ETHEREUM), height) is held
    assert market.ledger.block(Chain(7, BSC), height) != held
    assert other.ledger.block(Chain(7, ETHEREUM), height) is not held
    assert other == market


def test_blocks_are_the_same_for_everyone() -> None:
    """The same seed and height give the same transactions, in a list as long as the block tells."""
    chain, height = Chain(7, ETHEREUM), ETHEREUM.height + 5
    held = transactions(chain, height)

    assert held == transactions(Chain(7, ETHEREUM), height) != transactions(Chain(8, ETHEREUM), height)
    assert len(held) == chain.count(height)
    assert [each.index for each in held] == list(range(len(held)))
    assert len({each.digest for each in held}) == len(held)
    assert held[:LARGE_WITHIN] == transactions(chain, height, LARGE_WITHIN)


def test_logs_count_through_the_block() -> None:
    """Transfers of tokens have them, those of coins do not."""
    logged = [each.log_index for each in transactions(Chain(7, ETHEREUM), 5) if each.token]

    assert logged == list(range(len(logged)))
    assert 20 < len(logged) < 150


def test_whales_swim_at_the_head_of_a_block() -> None:
    """About every other block has one, of 1 to 50 million dollars, in coins or in any token, between few addresses."""
    chain = Chain(7, ETHEREUM)
    dollars, symbols, addresses = [], set(), set()
    for height in range(400):
        for each in transactions(chain, height):
            units = each.amount / 10 ** (each.token.decimals if each.token else 18)
            worth = units if each.token and each.token.is_dollar else units * ETHEREUM.price
            if worth >= 999_999:
                dollars.append(worth)
                symbols.add(each.token.symbol if each.token else "ETH")
                addresses |= {each.sender, each.recipient}
                assert each.index < LARGE_WITHIN
            else:
                assert worth < 50_000

    assert 150 < len(dollars) < 330
    assert max(dollars) < 51e6
    assert symbols == {"ETH", *(token.symbol for token in TOKENS)}
    assert len(addresses) <= 24
