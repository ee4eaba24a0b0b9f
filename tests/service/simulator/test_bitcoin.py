from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.simulator.bitcoin import Bitcoin

CHAIN = Bitcoin(7)
SECONDS = st.integers(-90 * 86_400, 365 * 86_400)


@given(second=SECONDS)
def test_the_tip_is_the_newest_block_that_was_found(second: int) -> None:
    """It has been found, and the next one has not."""
    height = CHAIN.height(second)

    assert CHAIN.found_s(height) <= second < CHAIN.found_s(height + 1)


@given(height=st.integers(900_000, 1_100_000))
def test_blocks_keep_their_order(height: int) -> None:
    """They come about every ten minutes, never two at once."""
    assert 0 < CHAIN.found_s(height + 1) - CHAIN.found_s(height) < 1_200


def test_a_week_has_about_a_thousand_blocks() -> None:
    """One in ten minutes on average, at uneven distances."""
    found = [CHAIN.found_s(height) for height in CHAIN.blocks(0, 7 * 86_400)]

    assert len(found) == pytest.approx(1_008, abs=2)
    assert len({later - earlier for earlier, later in pairwise(found)}) > 100


def test_hashes_are_found_again() -> None:
    """Each block has its own, which begins with zeros; an old or unknown one is not known."""
    tip = CHAIN.height(0)
    digests = [CHAIN.digest(height) for height in range(tip - 1_007, tip + 1)]

    assert len(set(digests)) == 1_008
    assert {(len(digest), digest[:20]) for digest in digests} == {(64, "0" * 20)}
    assert CHAIN.height_of(digests[0], 0) == tip - 1_007
    assert CHAIN.height_of(CHAIN.digest(tip), 0) == tip
    assert CHAIN.height_of(CHAIN.digest(tip + 1), 0) is None
    assert CHAIN.height_of(CHAIN.digest(tip - 1_008), 0) is None


def test_difficulty_is_constant_for_a_period() -> None:
    """It changes every 2016 blocks, and the hash rate keeps within reach of it."""
    first = 2016 * 480

    assert len({CHAIN.difficulty(first + block) for block in (0, 1, 1_000, 2_015)}) == 1
    assert CHAIN.difficulty(first - 1) != CHAIN.difficulty(first)
    assert CHAIN.hashrate(0) == pytest.approx(CHAIN.difficulty(CHAIN.height(0)) * 2**32 / 600, rel=0.06)


@given(height=st.integers(974_000, 976_000))
def test_each_transaction_is_in_one_block(height: int) -> None:
    """What one block takes up begins where its predecessor ended."""
    assert CHAIN.confirmed(height).stop == CHAIN.confirmed(height + 1).start
    assert len(CHAIN.confirmed(height)) > 0


@given(second=SECONDS)
def test_what_waits_is_confirmed_later(second: int) -> None:
    """The oldest that waits is the first of the next block, and the newest has just come."""
    tip, waiting = CHAIN.height(second), CHAIN.waiting(second)

    assert waiting.start == CHAIN.confirmed(tip + 1).start
    assert second - 1 <= CHAIN.arrived_s(waiting.stop) <= second
    assert 10_000 < len(waiting) < 30_000


def test_a_day_has_about_430_thousand_transactions() -> None:
    """The count is that of its blocks, their coinbases included."""
    blocks = CHAIN.blocks(0)

    assert CHAIN.count(0) == sum(len(CHAIN.confirmed(height)) + 1 for height in blocks)
    assert CHAIN.count(0) == pytest.approx(432_000, rel=0.02)


def test_the_seed_decides() -> None:
    """Another seed is another chain; the subsidy is the same for all."""
    other = Bitcoin(8)

    assert CHAIN.digest(975_000) != other.digest(975_000)
    assert CHAIN.subsidy(975_000) == other.subsidy(975_000) == 312_500_000
    assert CHAIN.subsidy(1_050_000) == 156_250_000


@given(second=SECONDS)
def test_fees_move_within_bounds(second: int) -> None:
    """In sat/vB, never below one."""
    assert 1.5 <= CHAIN.fee_rate(second) <= 7.5
