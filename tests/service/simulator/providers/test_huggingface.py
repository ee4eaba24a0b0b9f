from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from service.providers.adapters.huggingface import parse, requests
from service.providers.http import Answer
from service.providers.signals import pause_s
from service.simulator.coins import load_coins
from service.simulator.host import Host
from service.simulator.http import Ask, Reply
from service.simulator.market import Market
from service.simulator.providers.huggingface import HUGGINGFACE
from tests.fakes.clock import FakeClock
from tests.service.simulator.world import AT, ask, body, shape, snapshot


def ids(path: str, *query: tuple[str, str]) -> list[str]:
    return [row["id"] for row in body(HUGGINGFACE, path, *query)]


def complaint(path: str, *query: tuple[str, str]) -> tuple[int, Any]:
    reply = HUGGINGFACE.answer(ask(path, *query), snapshot("huggingface"))
    return reply.status, msgspec.json.decode(reply.body)


def test_the_adapter_reads_what_the_hub_answers() -> None:
    """Models of the task and datasets of each search, the most downloaded first, without those of other tasks."""
    asked = [Ask(each.path, each.query) for each in requests()]
    registry = parse([HUGGINGFACE.answer(each, snapshot("huggingface")).body for each in asked])

    assert registry.models[0] == "ProsusAI/finbert"
    assert {"ElKulako/cryptobert", "example/financial-sentiment-small"} <= set(registry.models)
    assert "example/crypto-price-forecast" not in registry.models
    assert {"example/crypto-news", "example/financial-sentiment-phrases"} <= set(registry.datasets)
    assert "example/weather-stations" not in registry.datasets


def test_rows_have_the_documented_fields() -> None:
    """A model names its task and its library, a dataset its author."""
    (model,) = body(HUGGINGFACE, "/models", ("search", "ProsusAI"))
    (dataset,) = body(HUGGINGFACE, "/datasets", ("search", "crypto-news"))

    assert shape(model) == {
        **dict.fromkeys(("_id", "id", "pipeline_tag", "library_name", "createdAt", "modelId"), "str"),
        **dict.fromkeys(("likes", "downloads"), "int"),
        "private": "bool",
        "tags": "list",
    }
    assert shape(dataset) == {
        **dict.fromkeys(("_id", "id", "author", "lastModified", "sha", "createdAt"), "str"),
        **dict.fromkeys(("likes", "downloads"), "int"),
        **dict.fromkeys(("disabled", "gated", "private"), "bool"),
        "tags": "list",
    }


def test_searches_are_narrowed_and_ordered() -> None:
    """By a part of the name in any case, by the task, by downloads up or down, and to so many."""
    order = (("search", "FINBERT"), ("sort", "downloads"))
    down = ids("/models", *order, ("direction", "-1"))

    assert down[:2] == ["ProsusAI/finbert", "yiyanghkust/finbert-tone"]
    assert ids("/models", *order) == down[::-1]
    assert ids("/models", *order, ("direction", "-1"), ("limit", "1")) == down[:1]
    assert ids("/models", ("search", "finbert"), ("pipeline_tag", "feature-extraction")) == [
        "example/finbert-embeddings"
    ]
    assert len(ids("/models")) == 10
    assert ids("/models", ("search", "nothing of the kind")) == []


def test_downloads_move_from_day_to_day() -> None:
    """The same all day, and other figures on the next."""

    def downloads(days: int) -> list[int]:
        world = replace(snapshot("huggingface"), at=AT + timedelta(days=days))
        return [row["downloads"] for row in msgspec.json.decode(HUGGINGFACE.answer(ask("/models"), world).body)]

    assert downloads(0) == downloads(0) != downloads(1)


@pytest.mark.parametrize(
    ("path", "query", "status"),
    [
        ("/nothing", (), 404),
        ("/models", (("limit", "many"),), 400),
        ("/models", (("sort", "colour"),), 400),
    ],
)
def test_errors_are_objects(path: str, query: tuple[tuple[str, str], ...], status: int) -> None:
    """A wrong question is answered with `error`."""
    answered, error = complaint(path, *query)

    assert answered == status
    assert list(error) == ["error"]


class Stand:
    """The hub as it runs, asked again and again."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.host = Host(HUGGINGFACE, Market(7, load_coins()), self.clock)

    def ask(self, **headers: str) -> Reply:
        return self.host.respond(ask("/datasets", ("limit", "1"), **headers))[0]


def test_every_answer_tells_what_is_left() -> None:
    """Of 500 in a window of five minutes, and when it ends."""
    stand = Stand()
    stand.clock.jump(250)
    headers = dict(stand.ask().headers)

    assert headers["ratelimit"] == '"api";r=499;t=50'
    assert headers["ratelimit-policy"] == '"fixed window";"api";q=500;w=300'


def test_the_last_answer_says_so() -> None:
    """The client can wait before it is refused; whoever asks on is, with the same words, until the window ends."""
    stand = Stand()
    stand.clock.jump(10.5)
    replies = [stand.ask() for _ in range(501)]
    pauses_s = [pause_s(Answer(reply.status, dict(reply.headers))) for reply in replies]

    assert [reply.status for reply in replies[-2:]] == [200, 429]
    assert pauses_s[-3:] == [None, 290.0, 290.0]
    stand.clock.jump(289.5)
    assert stand.ask().status == 200


def test_a_token_has_a_larger_window() -> None:
    """Its questions are counted apart, up to a thousand."""
    stand = Stand()
    replies = [stand.ask(authorization="Bearer hf_x") for _ in range(1001)]
    left = [dict(reply.headers)["ratelimit"] for reply in replies]

    assert [reply.status for reply in replies] == [200] * 1000 + [429]
    assert (left[0], left[-1]) == ('"api";r=999;t=300', '"api";r=0;t=300')
    assert dict(replies[0].headers)["ratelimit-policy"] == '"fixed window";"api";q=1000;w=300'
    assert stand.ask().status == 200
