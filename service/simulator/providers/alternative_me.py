"""Alternative.me: the Fear & Greed Index, one value a day.

All figures are strings, the newest day comes first, and it alone says how long until the next one. An error is a text
in `metadata`.

Source: https://alternative.me/crypto/fear-and-greed-index/#api (2026-08).
"""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from service.simulator.http import Ask, Reply, reply_json
from service.simulator.limits import Limit, Refusal
from service.simulator.noise import swell
from service.simulator.upstream import Upstream

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.simulator.market import Snapshot

__all__ = ["ALTERNATIVE_ME"]

_NAME: Final = "Fear and Greed Index"
_ALL_DAYS: Final = 3000
_MOOD_DAYS: Final = 9
"""So long the mood goes one way."""
_LABELS: Final = ((24, "Extreme Fear"), (46, "Fear"), (54, "Neutral"), (75, "Greed"), (100, "Extreme Greed"))
_DATES: Final[Mapping[str, str]] = {"us": "%m-%d-%Y", "cn": "%Y-%m-%d", "kr": "%Y-%m-%d", "world": "%d-%m-%Y"}


def _complain(status: int, text: str | None = None) -> Reply:
    phrase = HTTPStatus(status).phrase if status in list(HTTPStatus) else "Unknown"
    return reply_json({"name": _NAME, "data": [], "metadata": {"error": text or phrase}}, status)


def _answer(ask: Ask, snapshot: Snapshot) -> Reply:
    if ask.path != "/fng":
        return _complain(404)
    limit = ask.value("limit") or "1"
    if not limit.isdecimal():
        return _complain(400, "limit must be a number")
    form = ask.value("date_format") or ""
    if form and form not in _DATES:
        return _complain(400, "date_format is not known")
    day_s = snapshot.day_s
    now_s = snapshot.at.timestamp()
    today = int(now_s // day_s)
    days = range(today, today - min(int(limit) or _ALL_DAYS, _ALL_DAYS), -1)
    rows = [_row(snapshot.market.seed, day, int(day * day_s), form) for day in days]
    rows[0]["time_until_update"] = str(int((today + 1) * day_s - now_s))
    return reply_json({"name": _NAME, "data": rows, "metadata": {"error": None}})


def _row(seed: int, day: int, since_s: int, form: str) -> dict[str, Any]:
    value = round(8 + 80 * swell(f"{seed}/mood", day, _MOOD_DAYS))
    at = datetime.fromtimestamp(since_s, UTC)
    return {
        "value": str(value),
        "value_classification": next(label for highest, label in _LABELS if value <= highest),
        "timestamp": at.strftime(_DATES[form]) if form else str(since_s),
    }


def _refuse(_refusal: Refusal) -> Reply:
    return _complain(429)


ALTERNATIVE_ME: Final = Upstream(
    name="alternative_me",
    answer=_answer,
    complain=_complain,
    limits=(Limit(60, 60, _refuse),),
)
