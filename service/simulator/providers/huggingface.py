"""Hugging Face Hub: searches for models and datasets.

Rows come in lists, errors are objects with `error`, and every answer says in `RateLimit` what is left of the five
minutes.

Source: https://huggingface.co/docs/hub/api and https://huggingface.co/docs/hub/rate-limits (2026-09).
"""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Any, Final

from service.simulator.http import Ask, Headers, Reply, reply_json
from service.simulator.limits import Limit, Meter, Refusal
from service.simulator.noise import octets, uniform
from service.simulator.upstream import Upstream

if TYPE_CHECKING:
    from service.simulator.market import Snapshot

__all__ = ["HUGGINGFACE"]

_WINDOW_S: Final = 300
_ANONYMOUS: Final = 500
_WITH_TOKEN: Final = 1000

_MODELS: Final = {
    "ProsusAI/finbert": ("text-classification", 4_200_000),
    "yiyanghkust/finbert-tone": ("text-classification", 900_000),
    "mrm8488/distilroberta-finetuned-financial-news-sentiment-analysis": ("text-classification", 700_000),
    "ElKulako/cryptobert": ("text-classification", 350_000),
    "kk08/CryptoBERT": ("text-classification", 60_000),
    "example/financial-sentiment-small": ("text-classification", 20_000),
    "example/crypto-headline-sentiment": ("text-classification", 4_000),
    "example/finbert-crypto": ("text-classification", 1_500),
    "example/crypto-price-forecast": ("time-series-forecasting", 9_000),
    "example/finbert-embeddings": ("feature-extraction", 3_000),
}
_DATASETS: Final = {
    "example/crypto-news": 12_000,
    "example/crypto-tweets-labelled": 5_000,
    "example/ohlcv-crypto-hourly": 2_500,
    "example/financial-sentiment-phrases": 30_000,
    "example/weather-stations": 800,
}
_COMPLAINTS: Final = {
    401: "Invalid username or password.",
    404: "Sorry, we can't find the page you are looking for.",
    429: "We had to rate limit your IP. To continue using our service, create a HF account or login to your account.",
}


def _complain(status: int, text: str | None = None) -> Reply:
    return reply_json(
        {"error": text or _COMPLAINTS.get(status, "Internal Error - We're working hard to fix this")}, status
    )


def _answer(ask: Ask, snapshot: Snapshot) -> Reply:
    limit = ask.value("limit") or "1000"
    if not limit.isdecimal():
        return _complain(400, '"limit" must be a number')
    task, word = ask.value("pipeline_tag"), (ask.value("search") or "").lower()
    match ask.path:
        case "/models":
            rows = [
                _model(id_, tag, _downloads(id_, base, snapshot))
                for id_, (tag, base) in _MODELS.items()
                if word in id_.lower() and task in {None, tag}
            ]
        case "/datasets":
            rows = [
                _dataset(id_, _downloads(id_, base, snapshot)) for id_, base in _DATASETS.items() if word in id_.lower()
            ]
        case _:
            return _complain(404)
    if (order := ask.value("sort")) is not None:
        if order not in {"downloads", "likes"}:
            return _complain(400, '"sort" is not allowed')
        rows.sort(key=lambda row: int(row[order]), reverse=ask.value("direction") == "-1")
    return reply_json(rows[: int(limit)])


def _downloads(id_: str, base: int, snapshot: Snapshot) -> int:
    """Return the downloads of the last 30 days."""
    return int(base * (0.8 + 0.4 * uniform(f"{snapshot.market.seed}/hub/{id_}", snapshot.at.toordinal())))


def _model(id_: str, task: str, downloads: int) -> dict[str, Any]:
    return {
        "_id": octets(id_, 12).hex(),
        "id": id_,
        "likes": downloads // 4_000,
        "private": False,
        "downloads": downloads,
        "tags": ["transformers", "pytorch", "bert", task, "en", "region:us"],
        "pipeline_tag": task,
        "library_name": "transformers",
        "createdAt": "2023-03-02T23:29:04.000Z",
        "modelId": id_,
    }


def _dataset(id_: str, downloads: int) -> dict[str, Any]:
    return {
        "_id": octets(id_, 12).hex(),
        "id": id_,
        "author": id_.partition("/")[0],
        "disabled": False,
        "gated": False,
        "lastModified": "2026-05-01T08:00:00.000Z",
        "likes": downloads // 500,
        "private": False,
        "sha": octets(id_ + "@", 20).hex(),
        "downloads": downloads,
        "tags": ["task_categories:text-classification", "language:en", "region:us"],
        "createdAt": "2024-01-15T12:00:00.000Z",
    }


def _tell(limit: Limit, meter: Meter) -> Headers:
    left, reset_s = max(0, limit.most - int(meter.level)), ceil(_WINDOW_S - (meter.at_s - meter.since_s))
    return (
        ("ratelimit", f'"api";r={left};t={reset_s}'),
        ("ratelimit-policy", f'"fixed window";"api";q={limit.most};w={_WINDOW_S}'),
    )


def _refuse(_refusal: Refusal) -> Reply:
    return _complain(429)


def _anonymous(ask: Ask) -> int:
    return 0 if "authorization" in ask.headers else 1


def _with_token(ask: Ask) -> int:
    return 1 if "authorization" in ask.headers else 0


HUGGINGFACE: Final = Upstream(
    name="huggingface",
    answer=_answer,
    complain=_complain,
    limits=(
        Limit(_ANONYMOUS, _WINDOW_S, _refuse, cost=_anonymous),
        Limit(_WITH_TOKEN, _WINDOW_S, _refuse, cost=_with_token),
    ),
    meter_headers=_tell,
)
