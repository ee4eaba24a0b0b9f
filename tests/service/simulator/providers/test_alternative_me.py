from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.providers.adapters.alternative_me import ADAPTERS
from service.providers.moods import Mood
from service.simulator.http import Ask
from service.simulator.limits import Refusal
from service.simulator.providers.alternative_me import ALTERNATIVE_ME
from tests.service.simulator.world import AT, ask, body, snapshot

if TYPE_CHECKING:
    from service.simulator.http import Reply

PATH = "/fng"
MIDNIGHT = datetime(2026, 11, 23, tzinfo=UTC)


def said(reply: Reply) -> Any:
    return msgspec.json.decode(reply.body)


def test_answer_has_the_documented_fields() -> None:
    """Every figure is a string; the day begins at midnight UTC, and the newest tells how long it lasts."""
    answer = body(ALTERNATIVE_ME, PATH, ("limit", "1"), ("format", "json"))
    (row,) = answer["data"]

    assert (answer["name"], answer["metadata"]) == ("Fear and Greed Index", {"error": None})
    assert {type(field) for field in row.values()} == {str}
    assert row["timestamp"] == str(int(MIDNIGHT.timestamp()))
    assert row["time_until_update"] == str(int((MIDNIGHT + timedelta(days=1) - AT).total_seconds()))


def test_days_go_backwards() -> None:
    """The newest first, and only that one says when the next comes."""
    rows = body(ALTERNATIVE_ME, PATH, ("limit", "30"))["data"]
    days = [int(row["timestamp"]) for row in rows]

    assert days == [int((MIDNIGHT - timedelta(days=ago)).timestamp()) for ago in range(30)]
    assert [row for row in rows if "time_until_update" in row] == rows[:1]
    assert len({row["value"] for row in rows}) > 5
    assert len(body(ALTERNATIVE_ME, PATH, ("limit", "0"))["data"]) > 1000
    assert len(body(ALTERNATIVE_ME, PATH)["data"]) == 1


@pytest.mark.parametrize(
    ("form", "written"), [("us", "11-23-2026"), ("cn", "2026-11-23"), ("kr", "2026-11-23"), ("world", "23-11-2026")]
)
def test_dates_are_written_as_asked(form: str, written: str) -> None:
    """Unix seconds are only the usual form."""
    assert body(ALTERNATIVE_ME, PATH, ("date_format", form))["data"][0]["timestamp"] == written


def test_a_day_has_one_value_and_every_seed_its_own() -> None:
    """It stays from midnight to midnight, whenever it is asked for."""

    def value(seed: int = 7, **later: float) -> str:
        world = snapshot("alternative_me", seed=seed)
        reply = ALTERNATIVE_ME.answer(ask(PATH), replace(world, at=MIDNIGHT + timedelta(**later)))
        row: dict[str, str] = said(reply)["data"][0]
        return row["value"]

    assert value() == value(hours=23, minutes=59)
    assert len({value(days=days) for days in range(9)}) > 3
    assert len({value(seed=seed) for seed in range(9)}) > 3


@given(st.integers(0, 5000), st.integers(0, 50))
def test_labels_go_by_the_value(days: int, seed: int) -> None:
    """From 0 to 100, in five bands."""
    world = replace(snapshot("alternative_me", seed=seed), at=MIDNIGHT + timedelta(days=days))
    row = said(ALTERNATIVE_ME.answer(ask(PATH), world))["data"][0]
    bands = ["Extreme Fear", "Fear", "Neutral", "Greed", "Extreme Greed"]
    value = int(row["value"])

    assert 0 <= value <= 100
    assert row["value_classification"] == bands[sum(value > highest for highest in (24, 46, 54, 75))]


@pytest.mark.parametrize(
    ("question", "status", "error"),
    [
        (ask("/nothing"), 404, "Not Found"),
        (ask(PATH, ("limit", "many")), 400, "limit must be a number"),
        (ask(PATH, ("date_format", "mars")), 400, "date_format is not known"),
    ],
)
def test_errors_stand_in_metadata(question: Ask, status: int, error: str) -> None:
    """With no data beside them."""
    reply = ALTERNATIVE_ME.answer(question, snapshot("alternative_me"))

    assert reply.status == status
    assert said(reply) == {"name": "Fear and Greed Index", "data": [], "metadata": {"error": error}}


def test_a_refusal_is_worded_like_any_error() -> None:
    """With the status that tells of the limit."""
    reply = ALTERNATIVE_ME.limits[0].refuse(Refusal(1))

    assert (reply.status, said(reply)["metadata"]["error"]) == (429, "Too Many Requests")


def test_a_fast_world_has_short_days() -> None:
    """Its value is of its own today, so that it is never old for a gateway that runs as fast."""
    fast = replace(snapshot("alternative_me"), pace=0.02)
    row = said(ALTERNATIVE_ME.answer(ask(PATH), fast))["data"][0]

    assert 0 <= AT.timestamp() - int(row["timestamp"]) <= 86_400 * 0.02 + 1


def test_the_gateway_reads_it() -> None:
    """The adapter's question is answered with a mood of today."""
    adapter = ADAPTERS["alternative_me.fear_and_greed"]
    (request,) = adapter.requests(None)
    reply = ALTERNATIVE_ME.answer(Ask(request.path.rstrip("/"), request.query), snapshot("alternative_me"))
    row = said(reply)["data"][0]

    assert adapter.parse([reply.body]) == Mood(int(row["value"]) / 100, row["value_classification"], MIDNIGHT)
