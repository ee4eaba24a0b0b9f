from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.handlers.sightings import MOST, Sighting, Window, worth_usd
from service.providers.quotes import Quote, Quotes
from service.providers.transfers import Transfer
from tests.fakes.clock import START
from tests.service.handlers.whales import sighting

if TYPE_CHECKING:
    from datetime import datetime

THRESHOLD = 1e6
PRICES = Quotes({"bitcoin": Quote(80_000.0), "ethereum": Quote(2_000.0)}, None)


def hashes(window: Window) -> list[str]:
    return [each.transfer.hash for each in window.sightings]


def listed(*candidates: Sighting, window: Window | None = None) -> list[str]:
    return hashes((window or Window()).admit(candidates, THRESHOLD))


def of_bitcoin(usd: float, *, has_change: bool, source: str = "mempool_space", ago_s: float = 10.0) -> Sighting:
    return sighting(
        "tx", usd, ago_s=ago_s, source=source, chain="bitcoin", asset="BTC", index=None, has_change=has_change
    )


def test_what_is_large_is_let_in() -> None:
    """From the threshold on."""
    assert listed(sighting("0xa", THRESHOLD), sighting("0xb", THRESHOLD - 0.01)) == ["0xa"]


def test_the_newest_comes_first() -> None:
    """Whatever the order in which they are told of; those of one block stand in an order that stays."""
    old, new = sighting("0xa", ago_s=30), sighting("0xb", ago_s=20)
    twins = [sighting("0xc", ago_s=10, index=index) for index in range(3)]

    assert listed(old, *twins, new) == listed(*reversed(twins), new, old) == ["0xc", "0xc", "0xc", "0xb", "0xa"]
    assert [each.transfer.index for each in Window().admit(twins, THRESHOLD).sightings] == [2, 1, 0]


def test_a_transfer_is_let_in_once() -> None:
    """Whoever tells of it again; another one of the same transaction is another one."""
    first = Window().admit([sighting("0xa", index=0)], THRESHOLD)
    again = first.admit([sighting("0xa", 3e6, index=0, source="drpc_ethereum"), sighting("0xa", index=1)], THRESHOLD)

    assert [(each.transfer.index, each.usd, each.source) for each in again.sightings] == [
        (1, 2e6, "publicnode_ethereum"),
        (0, 2e6, "publicnode_ethereum"),
    ]
    assert listed(sighting("0xa", chain="bsc"), window=first) == ["0xa", "0xa"]


def test_a_whole_transaction_stands_for_each_of_its_transfers() -> None:
    """Whichever is told of first: providers count transfers in their own ways."""
    whole, part = sighting("0xa", index=None, source="whale_alert"), sighting("0xa", index=7)
    other = sighting("0xa", index=8)

    assert len(listed(whole, part, other)) == 1
    assert len(listed(part, whole, other)) == 2


def test_an_amount_without_change_takes_the_place_of_one_with_it() -> None:
    """It stays where and as it was seen first."""
    seen = Window().admit([of_bitcoin(9e6, has_change=True, ago_s=50)], THRESHOLD).told()
    (now,) = seen.admit([of_bitcoin(4e6, has_change=False, source="whale_alert")], THRESHOLD).sightings

    assert (now.usd, now.transfer.amount, now.transfer.has_change) == (4e6, 4e6, False)
    assert (now.at, now.source, now.is_new) == (START - timedelta(seconds=50), "mempool_space", False)


def test_what_was_mostly_change_goes() -> None:
    """And does not come back with its change."""
    gross = of_bitcoin(9e6, has_change=True)
    seen = Window().admit([gross], THRESHOLD).admit([of_bitcoin(5e5, has_change=False)], THRESHOLD)

    assert seen.sightings == ()
    assert listed(gross, window=seen) == []


def test_an_amount_with_change_takes_no_place() -> None:
    """What is known better stays."""
    seen = Window().admit([of_bitcoin(4e6, has_change=False)], THRESHOLD)

    assert seen.admit([of_bitcoin(9e6, has_change=True)], THRESHOLD).sightings == seen.sightings


def test_what_is_old_goes() -> None:
    """And may be forgotten, because nobody tells of it any more."""
    window = Window().admit([sighting("0xa", ago_s=61), sighting("0xb", ago_s=60)], THRESHOLD)

    def is_recent(at: datetime) -> bool:
        return START - at <= timedelta(seconds=60)

    assert hashes(window.since(is_recent)) == ["0xb"]
    assert list(window.since(is_recent).seen) == [("ethereum", "0xb", 0)]


def test_the_window_is_bounded() -> None:
    """The oldest go first, and do not come back when there is room again."""
    many = [sighting(f"0x{number:03}", ago_s=number) for number in range(MOST + 10)]
    window = Window().admit(many, THRESHOLD)
    recent = window.since(lambda at: at < START - timedelta(seconds=20))

    assert hashes(window) == [f"0x{number:03}" for number in range(MOST)]
    assert hashes(recent.admit(many[-10:], THRESHOLD)) == hashes(recent)


@given(st.lists(st.lists(st.tuples(st.integers(0, 9), st.none() | st.integers(0, 2), st.booleans())), max_size=6))
def test_nothing_is_new_twice(rounds: list[list[tuple[int, int | None, bool]]]) -> None:
    """However often and by whomever a transfer is told of, it is new in one update at most."""
    window, news = Window(), []
    for told in rounds:
        window = window.admit(
            [sighting(str(hash_), ago_s=hash_, index=index, has_change=gross) for hash_, index, gross in told],
            THRESHOLD,
        )
        news += [each.key for each in window.sightings if each.is_new]
        window = window.told()
        keys = [each.key for each in window.sightings]
        assert len(set(keys)) == len(keys)
        assert [each.at for each in window.sightings] == sorted((each.at for each in window.sightings), reverse=True)

    assert len(set(news)) == len(news)


@pytest.mark.parametrize(
    ("asset", "amount", "usd"),
    [
        ("BTC", 2.0, 160_000.0),
        ("ETH", 3.0, 6_000.0),
        ("WETH", 3.0, 6_000.0),
        ("USDT", 5.0, 5.0),
        ("USDC", 5.0, 5.0),
        ("DAI", 5.0, 5.0),
        ("SOL", 5.0, None),
        ("PEPE", 5.0, None),
    ],
)
def test_the_gateway_values_by_its_own_prices(asset: str, amount: float, usd: float | None) -> None:
    """Wrapped ether is ether, three tokens are dollars when nobody follows them; what has no price has no value."""
    assert worth_usd(Transfer("x", "0xa", asset, amount), PRICES) == usd


def test_a_dollar_that_is_followed_has_its_price() -> None:
    """A token that has lost its peg is not a dollar."""
    fallen = replace(PRICES, by_coin={"usd-coin": Quote(0.88)})

    assert worth_usd(Transfer("x", "0xa", "USDC", 100.0), fallen) == 88.0
    assert worth_usd(Transfer("x", "0xa", "BTC", 100.0), None) is None
    assert worth_usd(Transfer("x", "0xa", "USDC", 100.0), None) == 100.0
