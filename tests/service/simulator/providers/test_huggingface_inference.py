from __future__ import annotations

from typing import Any

import msgspec
import pytest

from service.providers.adapters.huggingface_inference import parse, request
from service.simulator.coins import load_coins
from service.simulator.host import Host
from service.simulator.http import Ask, Reply
from service.simulator.limits import Refusal
from service.simulator.market import Market
from service.simulator.providers.huggingface_inference import HUGGINGFACE_INFERENCE
from tests.fakes.clock import FakeClock
from tests.service.simulator.world import snapshot

GOOD = "Bitcoin rallies as ETF inflows return"
BAD = "Harbor Finance pauses withdrawals after an exploit"
TOKEN = {"authorization": "Bearer hf_x"}


def respond(ask: Ask) -> Reply:
    return Host(HUGGINGFACE_INFERENCE, Market(7, load_coins()), FakeClock()).respond(ask)[0]


def said(body: Any, path: str = "/models/ProsusAI/finbert", **headers: str) -> tuple[int, Any]:
    reply = respond(Ask(path, headers=headers or TOKEN, method="POST", body=msgspec.json.encode(body)))
    return reply.status, msgspec.json.decode(reply.body)


@pytest.mark.parametrize(("headlines", "label"), [([GOOD, GOOD], "positive"), ([BAD], "negative")])
def test_the_adapter_reads_what_the_model_answers(headlines: list[str], label: str) -> None:
    """Good news and bad news are told apart."""
    asked = request(headlines)
    reply = respond(Ask(asked.path, asked.query, TOKEN, "POST", asked.body or b""))
    mood = parse(reply.body)

    assert mood.label == label
    assert (mood.score > 0.5) == (label == "positive")


def test_several_texts_have_a_list_each() -> None:
    """Three labels for each text, the likeliest first, and their scores make one; a text alone has no outer list."""
    status, several = said({"inputs": [GOOD, BAD]})
    _, alone = said({"inputs": GOOD})

    assert status == 200
    assert several[0] == alone
    for labels in several:
        assert {row["label"] for row in labels} == {"positive", "negative", "neutral"}
        scores = [row["score"] for row in labels]
        assert sum(scores) == pytest.approx(1)
        assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("authorization", ["", "Bearer ", "hf_x", "Basic hf_x"])
def test_without_a_token_nobody_is_answered(authorization: str) -> None:
    """Whatever is asked."""
    status, error = said({"inputs": GOOD}, authorization=authorization)

    assert (status, error) == (401, {"error": "Invalid username or password."})


@pytest.mark.parametrize("body", [{}, {"inputs": 7}, [], "x"])
def test_a_question_without_texts_is_wrong(body: Any) -> None:
    """The model wants a text or a list of texts."""
    assert said(body)[0] == 400


def test_a_question_that_is_no_text_is_wrong() -> None:
    """Bytes that mean nothing are answered too."""
    assert respond(Ask("/models/ProsusAI/finbert", headers=TOKEN, method="POST", body=b'"\xff"')).status == 400


def test_other_models_are_not_there() -> None:
    """Only FinBERT is played."""
    assert said({"inputs": GOOD}, path="/models/a/b")[0] == 404


def test_only_posts_are_answered() -> None:
    """A GET is not a question here."""
    assert respond(Ask("/models/ProsusAI/finbert", headers=TOKEN)).status == 405


def test_credits_are_spent_in_the_end() -> None:
    """The refusal is 402, and questions without a token cost nothing."""
    limit = HUGGINGFACE_INFERENCE.limits[0]

    assert limit.refuse(Refusal(1)).status == 402
    assert [limit.cost(Ask("/", headers=headers)) for headers in ({}, TOKEN)] == [0, 1]
    assert HUGGINGFACE_INFERENCE.answer(Ask("/"), snapshot("x")).status == 401
