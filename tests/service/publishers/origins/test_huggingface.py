from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from service.publishers.origins.huggingface import huggingface
from tests.fakes.clock import START
from tests.service.providers.examples import example
from tests.service.publishers.origins.act import Act
from tests.service.publishers.origins.stage import Stage

if TYPE_CHECKING:
    from contracts.generated.application.messages.json import HuggingfaceData

BODIES = {
    "huggingface/models": example("huggingface_models.json"),
    "huggingface/datasets": example("huggingface_datasets.json"),
}


def arrange(*down: str) -> Act[HuggingfaceData]:
    return Act(Stage(BODIES, ["huggingface_registry"]), huggingface, *down)


async def test_the_registry_is_refreshed_every_half_hour() -> None:
    """The refresh is the instant of the fetch; without an answer the last one goes on, marked, until there is one."""
    act = arrange()
    assert not act.says()

    async with act.running():
        first = act.data()
        await act.clock.advance(1801.0)
        second = act.data()
        act.fail("huggingface")
        await act.clock.advance(1830.0)
        third = act.data()
        act.mend()
        await act.clock.advance(1801.0)
        fourth = act.data()

    assert first.available_models == ["ProsusAI/finbert", "ElKulako/cryptobert"]
    assert (first.source, first.last_refresh, first.stale) == ("sim:huggingface", START, False)
    assert (second.last_refresh, second.stale) == (START + timedelta(seconds=1800), False)
    assert (third.last_refresh, third.stale) == (START + timedelta(seconds=1800), True)
    assert (fourth.last_refresh, fourth.stale) == (START + timedelta(seconds=5400), False)


async def test_without_an_answer_the_trouble_is_told() -> None:
    """The hub is named, and nothing is published."""
    act = arrange("huggingface")
    async with act.running():
        await act.clock.advance(60.0)

    assert act.origin.trouble() == "huggingface: HTTP 503"
    assert not act.says()
    assert act.origin.settled()
