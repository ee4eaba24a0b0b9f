"""What holds for every adapter of moods and of what people look for."""

from __future__ import annotations

import json
from math import isfinite
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import ProviderError, ProviderPayloadError
from service.providers.adapters import alternative_me, coingecko_trending, coingecko_votes
from service.providers.moods import Mood
from tests.service.providers.adapters.test_adapters import GARBAGE, JSON, places, replaced
from tests.service.providers.examples import example

if TYPE_CHECKING:
    from service.providers.moods import Trending

READ = {
    name: adapter.parse
    for table in (alternative_me.ADAPTERS, coingecko_trending.ADAPTERS, coingecko_votes.ADAPTERS)
    for name, adapter in table.items()
}
EXAMPLES = {
    "alternative_me.fear_and_greed": example("alternative_me_fng.json"),
    "coingecko.trending": example("coingecko_search_trending.json"),
    "coingecko.votes": example("coingecko_coins_bitcoin.json"),
}

each_adapter = pytest.mark.parametrize("name", sorted(EXAMPLES))


def read(name: str, body: bytes) -> Mood | Trending | ProviderError:
    """Parse anything; whatever is neither a value nor a ProviderError fails the test by itself."""
    try:
        value: Mood | Trending = READ[name]([body])
    except ProviderError as error:
        return error
    return value


def assert_sound(name: str, outcome: Mood | Trending | ProviderError) -> None:
    if isinstance(outcome, ProviderError):
        assert outcome.provider == name.partition(".")[0]
        assert outcome.reason.isprintable()
        assert 0 < len(outcome.reason) <= 200
    elif isinstance(outcome, Mood):
        assert isfinite(outcome.score)
        assert 0 <= outcome.score <= 1
        assert outcome.label is None or (outcome.label.strip() and outcome.label.isprintable())
    else:
        assert 0 < len(outcome.topics) <= 15
        assert len(set(outcome.topics)) == len(outcome.topics)
        assert all(topic.strip() and topic.isprintable() and len(topic) <= 200 for topic in outcome.topics)


@each_adapter
def test_documented_answer_is_sound(name: str) -> None:
    """The checks below accept what the provider documents."""
    outcome = read(name, EXAMPLES[name])

    assert not isinstance(outcome, ProviderError)
    assert_sound(name, outcome)


@each_adapter
@pytest.mark.parametrize("garbage", sorted(GARBAGE))
def test_garbage_is_a_payload_error(name: str, garbage: str) -> None:
    """An answer that is not what was promised says so, in one line."""
    outcome = read(name, GARBAGE[garbage])

    assert type(outcome) is ProviderPayloadError
    assert_sound(name, outcome)


@each_adapter
@given(data=st.data())
def test_truncated_answer_is_a_payload_error(name: str, data: st.DataObject) -> None:
    """An answer that breaks off is not believed in part."""
    whole = EXAMPLES[name].rstrip()
    end = data.draw(st.integers(0, len(whole) - 1))

    assert type(read(name, whole[:end])) is ProviderPayloadError


@each_adapter
@given(body=st.binary(max_size=200))
def test_any_bytes_are_a_value_or_a_provider_error(name: str, body: bytes) -> None:
    """No bytes get past the adapter as another exception."""
    assert_sound(name, read(name, body))


@each_adapter
@given(data=st.data())
def test_one_odd_place_leaves_a_sound_value_or_a_provider_error(name: str, data: st.DataObject) -> None:
    """Whatever stands in one place of a good answer, or in all of it, nothing unsound gets through."""
    good: Any = json.loads(EXAMPLES[name])
    path = data.draw(st.sampled_from(places(good)))
    body = json.dumps(replaced(good, path, data.draw(JSON))).encode()

    assert_sound(name, read(name, body))
