"""Hugging Face inference: FinBERT on texts. It answers nobody without a token, and credits are spent in time.

Source: https://huggingface.co/docs/inference-providers/tasks/text-classification (2026-09).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import msgspec

from service.simulator.http import Ask, Reply, read_json, reply_json
from service.simulator.limits import Limit, Refusal
from service.simulator.noise import uniform
from service.simulator.upstream import Upstream

if TYPE_CHECKING:
    from service.simulator.market import Snapshot

__all__ = ["HUGGINGFACE_INFERENCE"]

_PATH: Final = "/models/ProsusAI/finbert"
_MONTH_S: Final = 30 * 86_400
_CREDITS: Final = 3_000

_GOOD: Final = frozenset({"climbs", "rallies", "surges", "recovers", "raises", "buys", "sides", "approve", "inflows"})
_BAD: Final = frozenset({"slips", "slides", "plunges", "exploit", "stolen", "delays", "postpone", "sell", "falls"})
_WORD: Final = re.compile(r"[a-z]+")

_COMPLAINTS: Final = {
    400: "Bad request: inputs must be a text or a list of texts",
    401: "Invalid username or password.",
    402: "You have exceeded your monthly included credits for Inference Providers.",
    404: "Not Found",
    503: "Model ProsusAI/finbert is currently loading",
}


class _Question(msgspec.Struct):
    inputs: str | list[str]


def _complain(status: int, text: str | None = None) -> Reply:
    return reply_json({"error": text or _COMPLAINTS.get(status, "Internal Server Error")}, status)


def _answer(ask: Ask, snapshot: Snapshot) -> Reply:
    if not _has_token(ask):
        return _complain(401)
    if ask.path != _PATH:
        return _complain(404)
    try:
        question: _Question = read_json(ask.body, _Question)
    except msgspec.DecodeError:
        return _complain(400)
    if isinstance(question.inputs, str):
        return reply_json(_judged(question.inputs, snapshot))
    return reply_json([_judged(text, snapshot) for text in question.inputs])


def _judged(text: str, snapshot: Snapshot) -> list[dict[str, str | float]]:
    """Return the three labels of a text with their probabilities, the likeliest first."""
    words = set(_WORD.findall(text.lower()))
    doubt = 0.02 + 0.1 * uniform(f"{snapshot.market.seed}/finbert/{text}", 0)
    weights = {"positive": doubt + len(words & _GOOD), "negative": doubt + len(words & _BAD), "neutral": 0.5}
    total = sum(weights.values())
    ranked = sorted(weights, key=weights.__getitem__, reverse=True)
    return [{"label": label, "score": weights[label] / total} for label in ranked]


def _has_token(ask: Ask) -> bool:
    scheme, _, token = ask.headers.get("authorization", "").partition(" ")
    return scheme == "Bearer" and bool(token)


def _cost(ask: Ask) -> int:
    return 1 if _has_token(ask) else 0


def _refuse(_refusal: Refusal) -> Reply:
    return _complain(402)


HUGGINGFACE_INFERENCE: Final = Upstream(
    name="huggingface_inference",
    answer=_answer,
    complain=_complain,
    limits=(Limit(_CREDITS, _MONTH_S, _refuse, cost=_cost),),
    methods=("POST",),
)
