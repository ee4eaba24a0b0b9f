"""Hugging Face inference: FinBERT's judgement of headlines. It needs a token, and each call costs credits.

An answer for several texts is a list of lists of labels, for one text at times a mere list. Spent credits are HTTP 402
and a model that is not ready is 503, which service.providers.signals reads.

Source: https://huggingface.co/docs/inference-providers/tasks/text-classification and
https://huggingface.co/ProsusAI/finbert (2026-09)
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import msgspec

from service.errors import ProviderPayloadError, ProviderRefused, ProviderUnavailable
from service.providers.adapter import Adapter
from service.providers.http import Request
from service.providers.moods import Mood
from service.providers.reading import Number, amount, attempt, decode, each, line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

__all__ = ["PROVIDER", "adapter", "parse", "request"]

PROVIDER: Final = "huggingface_inference"

PATH: Final = "/models/ProsusAI/finbert"
MAX_HEADLINES: Final = 20

WEIGHTS: Final[Mapping[str, float]] = MappingProxyType({"positive": 1.0, "neutral": 0.5, "negative": 0.0})
"""What each label of the model counts between 0 and 1."""


class _Label(msgspec.Struct):
    label: str
    score: Number


class _Failure(msgspec.Struct):
    error: str | None = None
    estimated_time: Number = None


_ANSWER: Final = msgspec.json.Decoder(list[msgspec.Raw] | _Failure)
_LABELS: Final = msgspec.json.Decoder(list[msgspec.Raw])
_LABEL: Final = msgspec.json.Decoder(_Label)


def adapter(headlines: Callable[[], Sequence[str]]) -> Adapter[Mood]:
    """Make the adapter that asks about the headlines of the moment. It asks nothing while there are none."""
    return Adapter(lambda _: (request(headlines()),), lambda bodies: parse(bodies[0]))


def request(headlines: Sequence[str]) -> Request:
    """Ask about the first twenty headlines at once. Raises ProviderRefused when there are none."""
    if not headlines:
        raise ProviderRefused(PROVIDER, "there are no headlines")
    question = {"inputs": list(headlines[:MAX_HEADLINES]), "parameters": {"top_k": len(WEIGHTS)}}
    return Request(path=PATH, body=msgspec.json.encode(question))


def parse(body: bytes) -> Mood:
    """Read the mean mood of the headlines, named by the label that the model gives most weight to.

    Raises ProviderPayloadError when no label is known.
    """
    answer = decode(PROVIDER, body, _ANSWER)
    if isinstance(answer, _Failure):
        raise _error(answer)
    lists = [labels for raw in answer if (labels := attempt(raw, _LABELS)) is not None]
    texts = [shares for raws in lists or [answer] if (shares := _shares(each(raws, _LABEL)))]
    if not texts:
        raise ProviderPayloadError(PROVIDER, "no known label in the answer")
    mean = {label: sum(shares.get(label, 0.0) for shares in texts) / len(texts) for label in WEIGHTS}
    score = sum(WEIGHTS[label] * share for label, share in mean.items())
    return Mood(min(1.0, score), max(mean, key=mean.__getitem__), None)


def _shares(labels: Iterable[_Label]) -> dict[str, float]:
    """Return what part each known label has; the parts of a text add up to 1. Empty when there is none."""
    scores = dict.fromkeys(WEIGHTS, 0.0)
    for row in labels:
        name, score = row.label.lower(), amount(row.score)
        if name in scores and score is not None:
            scores[name] += min(score, 1.0)
    total = sum(scores.values())
    return {label: score / total for label, score in scores.items()} if total > 0 else {}


def _error(failure: _Failure) -> ProviderPayloadError | ProviderUnavailable:
    if failure.error is None:
        return ProviderPayloadError(PROVIDER, "an object where a list was expected")
    kind = ProviderPayloadError if failure.estimated_time is None else ProviderUnavailable
    return kind(PROVIDER, line(failure.error))
