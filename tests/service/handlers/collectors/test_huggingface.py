from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from service.envelope import encode
from service.handlers.collectors.huggingface import collect
from service.providers.registry import Registry
from service.providers.sourced import Sourced
from tests.fakes.clock import START

if TYPE_CHECKING:
    from contracts.validator import Validator

IDS = st.lists(st.text(min_size=1), unique=True, max_size=5).map(tuple)


def test_the_registry_is_told() -> None:
    """Totals are the lengths of the lists, in their order; the refresh is the instant of the fetch."""
    registry = Registry(("ProsusAI/finbert", "a/b"), ("example/crypto-news",))
    update = collect(Sourced(registry, "huggingface", START - timedelta(minutes=20), stale=True), START)
    assert update is not None

    assert json.loads(encode(update, "huggingface").text)["data"] == {
        "total_models": 2,
        "total_datasets": 1,
        "available_models": ["ProsusAI/finbert", "a/b"],
        "available_datasets": ["example/crypto-news"],
        "last_refresh": "2026-11-23T10:10:00.000Z",
        "source": "huggingface",
        "as_of": "2026-11-23T10:10:00.000Z",
        "stale": True,
        "timestamp": "2026-11-23T10:30:00.000Z",
    }


def test_without_a_registry_there_is_no_update() -> None:
    """Nothing is published before anything is known."""
    assert collect(None, START) is None


@given(IDS, IDS, st.booleans())
def test_every_update_is_valid(
    sealed: Validator,
    models: tuple[str, ...],
    datasets: tuple[str, ...],
    stale: bool,  # noqa: FBT001  drawn
) -> None:
    """Whatever the hub offers, the update is one of the contract."""
    update = collect(Sourced(Registry(models, datasets), "huggingface", START, stale), START)
    assert update is not None

    assert sealed.event("/ws/huggingface", encode(update, "huggingface").text)
