"""What holds for every adapter of networks and of figures."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from math import isfinite
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.errors import ProviderError, ProviderPayloadError
from service.providers.adapters import adapters
from service.providers.figure import Figure
from tests.service.providers.adapters.test_adapters import COINS, GARBAGE, JSON, places, replaced
from tests.service.providers.examples import example

if TYPE_CHECKING:
    from service.providers.network import Network

ADAPTERS = adapters(COINS)


@dataclass(frozen=True)
class Case:
    """The documented answers to one adapter; without the first there is no value."""

    adapter: str
    bodies: tuple[bytes, ...]

    @property
    def provider(self) -> str:
        kind, _, name = self.adapter.partition(".")
        return name if kind == "fee_history" else kind

    def read(self, *bodies: bytes) -> Network | Figure | ProviderError:
        """Parse anything; whatever is neither a value nor a ProviderError fails the test by itself."""
        try:
            value: Network | Figure = ADAPTERS[self.adapter].parse(bodies)
        except ProviderError as error:
            return error
        return value

    def read_first(self, body: bytes) -> Network | Figure | ProviderError:
        """Parse anything in place of the first answer."""
        return self.read(body, *self.bodies[1:])


def case(adapter: str, *examples: str) -> Any:
    return pytest.param(Case(adapter, tuple(example(f"{name}.json") for name in examples)), id=adapter)


CASES = [
    case("blockchain_info.addresses", "blockchain_info_addresses"),
    case("blockchain_info.fees", "blockchain_info_addresses"),
    case("blockchain_info.network", "blockchain_info_stats"),
    case("blockchain_info.transactions", "blockchain_info_addresses"),
    case("blockchair.network", "blockchair_stats"),
    case("blockscout.network", "blockscout_blocks", "blockscout_stats"),
    case("blockscout.transactions", "blockscout_transactions"),
    case("blockstream.network", "blockstream_blocks", "esplora_mempool", "blockstream_fees"),
    case("defillama.fees", "defillama_fees"),
    case("etherscan.network", "etherscan_gasoracle"),
    case("fee_history.drpc_ethereum", "fee_history"),
    case("fee_history.merkle_ethereum", "fee_history"),
    case("fee_history.publicnode_ethereum", "fee_history"),
    case(
        "mempool_space.network",
        "mempool_space_blocks",
        "esplora_mempool",
        "mempool_space_fees",
        "mempool_space_hashrate",
        "mempool_space_rewards",
    ),
]

each_case = pytest.mark.parametrize("case", CASES)


def assert_sound(case: Case, outcome: Network | Figure | ProviderError) -> None:
    if isinstance(outcome, ProviderError):
        assert outcome.provider == case.provider
        assert outcome.reason.isprintable()
        assert 0 < len(outcome.reason) <= 200
        return
    assert outcome.as_of is None or outcome.as_of.utcoffset() == timedelta(0)
    if isinstance(outcome, Figure):
        assert outcome.chain in {"bitcoin", "ethereum"}
        figures: list[float | None] = [outcome.value]
    else:
        whole = [outcome.latest_block, outcome.mempool_count, outcome.transactions_a_day]
        assert all(figure is None or (type(figure) is int and figure <= 2**53) for figure in whole)
        assert outcome.utilization is None or outcome.utilization <= 1
        fees = outcome.fees
        rates = [] if fees is None else [fees.slow, fees.normal, fees.fast]
        figures = [*whole, outcome.hashrate, outcome.difficulty, outcome.utilization, *rates]
    assert all(figure is None or (isfinite(figure) and figure >= 0) for figure in figures)


@each_case
def test_documented_answer_is_sound(case: Case) -> None:
    """The checks below accept what the provider documents; there are as many answers as questions."""
    outcome = case.read(*case.bodies)

    assert not isinstance(outcome, ProviderError)
    assert_sound(case, outcome)
    assert len(ADAPTERS[case.adapter].requests(None)) == len(case.bodies)


@each_case
@pytest.mark.parametrize("garbage", sorted(GARBAGE))
def test_garbage_is_a_payload_error(case: Case, garbage: str) -> None:
    """An answer that is not what was promised says so, in one line."""
    outcome = case.read_first(GARBAGE[garbage])

    assert type(outcome) is ProviderPayloadError
    assert_sound(case, outcome)


@each_case
@pytest.mark.parametrize("garbage", sorted(GARBAGE))
def test_garbage_in_another_answer_is_never_a_figure(case: Case, garbage: str) -> None:
    """What the other answers would have told stays unknown, or the whole is an error."""
    for index in range(1, len(case.bodies)):
        bodies = [*case.bodies]
        bodies[index] = GARBAGE[garbage]
        assert_sound(case, case.read(*bodies))


@each_case
@settings(deadline=None)
@given(data=st.data())
def test_truncated_answer_is_a_payload_error(case: Case, data: st.DataObject) -> None:
    """An answer that breaks off is not believed in part, whichever of them it is."""
    bodies = [*case.bodies]
    index = data.draw(st.integers(0, len(bodies) - 1))
    whole = bodies[index].rstrip()
    bodies[index] = whole[: data.draw(st.integers(0, len(whole) - 1))]

    assert type(case.read(*bodies)) is ProviderPayloadError


@each_case
@settings(deadline=None)
@given(body=st.binary(max_size=200))
def test_any_bytes_are_a_value_or_a_provider_error(case: Case, body: bytes) -> None:
    """No bytes get past the adapter as another exception."""
    assert_sound(case, case.read(*[body] * len(case.bodies)))


@each_case
@settings(deadline=None)
@given(value=JSON)
def test_any_json_is_a_value_or_a_provider_error(case: Case, value: Any) -> None:
    """No JSON gets past the adapter as another exception."""
    assert_sound(case, case.read(*[json.dumps(value).encode()] * len(case.bodies)))


@each_case
@settings(deadline=None, max_examples=200)
@given(data=st.data())
def test_one_odd_place_leaves_sound_figures_or_a_provider_error(case: Case, data: st.DataObject) -> None:
    """Whatever stands in one place of good answers, unsound figures do not get through."""
    bodies = [*case.bodies]
    index = data.draw(st.integers(0, len(bodies) - 1))
    good = json.loads(bodies[index])
    path = data.draw(st.sampled_from(places(good)))
    bodies[index] = json.dumps(replaced(good, path, data.draw(JSON))).encode()

    assert_sound(case, case.read(*bodies))
