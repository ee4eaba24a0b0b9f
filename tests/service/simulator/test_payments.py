from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from service.simulator.bitcoin import Bitcoin
from service.simulator.payments import COIN, coinbase, large, payment

CHAIN = Bitcoin(7)
NUMBERS = st.integers(-10_000_000, 10_000_000)


@given(number=NUMBERS)
def test_a_payment_is_sound(number: int) -> None:
    """What goes in comes out, less a fee that fits its size; addresses and ids have their lengths."""
    paid = payment(CHAIN, number)

    assert paid == payment(CHAIN, number)
    assert all(entry.value > 0 for entry in (*paid.inputs, *paid.outputs))
    assert 0.8 < paid.fee / paid.vsize < 13
    assert sum(entry.value for entry in paid.inputs) == paid.value + paid.fee
    assert {len(entry.address) for entry in (*paid.inputs, *paid.outputs)} == {42}
    assert len(paid.txid) == 64


@given(start=NUMBERS, count=st.integers(0, 3_000))
def test_large_payments_are_those_of_20_bitcoins(start: int, count: int) -> None:
    """They are found among others by their numbers alone, about one in 200."""
    numbers = range(start, start + count)
    found = large(CHAIN, numbers)

    assert set(found) <= set(numbers)
    assert count // 200 - 2 <= len(found) <= count // 200 + 2
    assert all(payment(CHAIN, number).outputs[0].value >= 20 * COIN for number in found)


def test_the_others_are_small() -> None:
    """None of them moves more than 5 bitcoins to its recipient."""
    numbers = range(2_000)
    others = set(numbers) - set(large(CHAIN, numbers))

    assert all(payment(CHAIN, number).outputs[0].value <= 5 * COIN for number in others)


def test_large_payments_know_each_other() -> None:
    """Their addresses come again, and some are far larger than others."""
    payments = [payment(CHAIN, number) for number in large(CHAIN, range(200_000))]
    addresses = {paid.inputs[0].address for paid in payments} | {paid.outputs[0].address for paid in payments}

    assert len(addresses) <= 40
    assert max(paid.value for paid in payments) > 1_000 * COIN


def test_change_goes_back_or_elsewhere() -> None:
    """Some payments have no change, some give it back to the first input, some do not."""
    kinds = {
        (len(paid.outputs), paid.outputs[-1].address == paid.inputs[0].address)
        for paid in (payment(CHAIN, number) for number in range(100))
    }

    assert kinds == {(1, False), (2, False), (2, True)}


def test_a_coinbase_pays_the_miner() -> None:
    """It has no inputs and no fee, and is worth the subsidy and more."""
    paid = coinbase(CHAIN, 975_000)

    assert (paid.inputs, paid.fee, len(paid.outputs)) == ((), 0, 1)
    assert 312_500_000 < paid.value < 330_000_000
    assert paid.txid != coinbase(CHAIN, 975_001).txid
