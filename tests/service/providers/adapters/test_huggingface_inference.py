from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import ProviderError, ProviderPayloadError, ProviderRefused, ProviderUnavailable, RateLimited
from service.providers.adapters.huggingface_inference import adapter, parse, request
from service.providers.catalog import load_catalog
from service.providers.http import Answer
from service.providers.override import Override
from service.providers.signals import check
from tests.fakes.clock import START
from tests.service.providers.adapters.test_adapters import GARBAGE, JSON
from tests.service.providers.examples import example

if TYPE_CHECKING:
    from service.providers.moods import Mood


def said(value: Any) -> Mood:
    return parse(json.dumps(value).encode())


def label(name: str, score: Any) -> dict[str, Any]:
    return {"label": name, "score": score}


def test_headlines_are_posted_at_once() -> None:
    """One request for the first twenty, with the scores of all three labels."""
    asked = request([f"headline {number}" for number in range(30)])
    question = json.loads(asked.body or b"")

    assert asked.path == "/models/ProsusAI/finbert"
    assert question["inputs"] == [f"headline {number}" for number in range(20)]
    assert question["parameters"] == {"top_k": 3}


def test_the_adapter_asks_about_the_headlines_of_the_moment() -> None:
    """They are looked up anew for each fetch."""
    headlines: list[str] = []
    judge = adapter(lambda: headlines)
    with pytest.raises(ProviderRefused, match="there are no headlines"):
        judge.requests(None)
    headlines.append("Bitcoin climbs")

    assert judge.requests(None) == (request(["Bitcoin climbs"]),)
    assert judge.parse([example("huggingface_inference_text.json")]).label == "negative"


def test_labels_of_several_texts_are_averaged() -> None:
    """Positive counts 1, neutral a half, negative nothing; the label is the one with most weight."""
    mood = parse(example("huggingface_inference_texts.json"))

    assert (mood.label, mood.as_of) == ("positive", None)
    assert mood.score == pytest.approx((0.94 + 0.45) / 2)


def test_labels_of_one_text_may_stand_alone() -> None:
    """A list of labels without a list around it is of one text."""
    mood = parse(example("huggingface_inference_text.json"))

    assert mood.label == "negative"
    assert mood.score == pytest.approx(0.2)


def test_one_text_in_a_list_is_the_same() -> None:
    """Both forms of one answer mean the same."""
    labels = json.loads(example("huggingface_inference_text.json"))

    assert said([labels]) == said(labels)


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        ([label("positive", 1)], 1.0),
        ([label("NEGATIVE", "1.0")], 0.0),
        ([label("positive", 0.2), label("negative", 0.2)], 0.5),
        ([label("positive", 0.6), label("LABEL_7", 0.4)], 1.0),
        ([label("positive", 0.5), label("negative", None), {"label": 7}], 1.0),
    ],
)
def test_known_labels_make_the_whole(labels: list[Any], expected: float) -> None:
    """Parts that are missing or unknown are not guessed at: the others are taken for the whole."""
    assert said([labels]).score == pytest.approx(expected)


@pytest.mark.parametrize(
    "value",
    [
        [],
        [[]],
        [[label("positive", 0)]],
        [[label("x", 1)]],
        [[label("positive", -1)]],
        [[label("positive", "NaN")]],
        [1],
    ],
)
def test_an_answer_without_a_label_is_a_payload_error(value: Any) -> None:
    """A mood is never invented."""
    with pytest.raises(ProviderPayloadError, match="no known label"):
        said(value)


def test_an_odd_text_costs_only_itself() -> None:
    """The others are averaged without it."""
    assert said([[label("positive", 1)], [label("x", 1)], "x", [label("negative", 1)]]).score == pytest.approx(0.5)


def test_a_model_that_loads_is_asked_again() -> None:
    """An error with a time to wait passes; any other does not, and its words are the reason."""
    with pytest.raises(ProviderUnavailable, match="currently loading"):
        said({"error": "Model ProsusAI/finbert is currently loading", "estimated_time": 20.0})
    with pytest.raises(ProviderPayloadError, match="inputs is missing"):
        said({"error": "inputs is missing"})


@pytest.mark.parametrize(
    ("status", "kind"), [(402, RateLimited), (429, RateLimited), (503, ProviderUnavailable), (401, ProviderRefused)]
)
def test_statuses_mean_what_they_mean_elsewhere(status: int, kind: type[ProviderError]) -> None:
    """Spent credits wait, a model that is not ready is tried again, a wrong token is not."""
    with pytest.raises(kind):
        check("huggingface_inference", Answer(status, {}, b'{"error": "x"}'), at=START)


def test_the_provider_answers_nobody_without_a_token() -> None:
    """The token travels as a bearer."""
    assert load_catalog({}).providers["huggingface_inference"].needs_key
    provider = load_catalog({"huggingface_inference": Override(key="hf_secret")}).providers["huggingface_inference"]

    assert provider.headers() == {"Authorization": "Bearer hf_secret"}


@pytest.mark.parametrize("garbage", sorted(GARBAGE))
def test_garbage_is_a_payload_error(garbage: str) -> None:
    """An answer that is not what was promised says so."""
    with pytest.raises(ProviderPayloadError):
        parse(GARBAGE[garbage])


LABELS = st.lists(
    st.fixed_dictionaries(
        {
            "label": st.sampled_from(["positive", "Neutral", "NEGATIVE", "x"]),
            "score": st.floats(0, 1) | st.none() | st.text(max_size=3) | st.integers(-2, 2),
        }
    ),
    max_size=4,
)


@given(st.binary(max_size=100) | (JSON | LABELS | st.lists(LABELS, max_size=3)).map(lambda v: json.dumps(v).encode()))
def test_any_answer_is_a_mood_or_a_provider_error(body: bytes) -> None:
    """No bytes get past the adapter as another exception, and every score lies between 0 and 1."""
    try:
        mood = parse(body)
    except (ProviderPayloadError, ProviderUnavailable):
        return

    assert 0 <= mood.score <= 1
    assert mood.label in {"positive", "neutral", "negative"}
