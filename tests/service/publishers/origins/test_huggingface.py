from __future__ import annotations

from datetime import timedelta

from service.publishers.origins.huggingface import huggingface
from tests.fakes.clock import START
from tests.service.providers.examples import example
from tests.service.publishers.origins.stage import Stage

BODIES = {
    "huggingface/models": example("huggingface_models.json"),
    "huggingface/datasets": example("huggingface_datasets.json"),
}


async def test_the_registry_is_refreshed_every_half_hour() -> None:
    """The refresh is the instant of the fetch; without an answer the last one goes on, marked, until there is one."""
    stage = Stage(BODIES, ["huggingface_registry"])
    origin = huggingface(stage.kit)
    assert origin.collect(START) is None

    async with stage.running():
        first = origin.collect(stage.clock.now())
        await stage.clock.advance(1801.0)
        second = origin.collect(stage.clock.now())
        stage.world.down.add("huggingface")
        await stage.clock.advance(1830.0)
        third = origin.collect(stage.clock.now())
        stage.world.down.clear()
        await stage.clock.advance(1801.0)
        fourth = origin.collect(stage.clock.now())

    assert first is not None
    assert second is not None
    assert third is not None
    assert fourth is not None
    assert first.data.available_models == ["ProsusAI/finbert", "ElKulako/cryptobert"]
    assert (first.data.source, first.data.last_refresh, first.data.stale) == ("sim:huggingface", START, False)
    assert (second.data.last_refresh, second.data.stale) == (START + timedelta(seconds=1800), False)
    assert (third.data.last_refresh, third.data.stale) == (START + timedelta(seconds=1800), True)
    assert (fourth.data.last_refresh, fourth.data.stale) == (START + timedelta(seconds=5400), False)


async def test_without_an_answer_the_trouble_is_told() -> None:
    """The hub is named, and nothing is published."""
    stage = Stage(BODIES, ["huggingface_registry"])
    stage.world.down.add("huggingface")
    origin = huggingface(stage.kit)
    async with stage.running():
        await stage.clock.advance(60.0)

    assert origin.trouble() == "huggingface: HTTP 503"
    assert origin.collect(stage.clock.now()) is None
    assert origin.settled()
