from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from contracts.timestamp import Timestamp, to_text

FORM = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z")
ADAPTER: TypeAdapter[datetime] = TypeAdapter(Timestamp)

zones = st.timedeltas(timedelta(hours=-14), timedelta(hours=14)).map(
    lambda offset: timezone(timedelta(minutes=offset // timedelta(minutes=1)))
)
instants = st.datetimes(datetime(1970, 1, 2), datetime(9000, 1, 1), timezones=zones)  # noqa: DTZ001  bounds are naive


@given(instants)
def test_an_instant_keeps_its_millisecond_and_loses_the_rest(at: datetime) -> None:
    """Text is UTC, of one form, and not later than the instant, by less than a millisecond."""
    text = to_text(at)
    assert FORM.fullmatch(text)
    assert timedelta(0) <= at - datetime.fromisoformat(text) < timedelta(milliseconds=1)


@given(instants)
def test_json_gives_back_what_was_written(at: datetime) -> None:
    """What is read from JSON is written to JSON unchanged."""
    written = ADAPTER.dump_json(at)
    assert ADAPTER.dump_json(ADAPTER.validate_json(written)) == written


def test_microseconds_are_cut_off() -> None:
    """999 999 microseconds are 999 milliseconds, never the next second."""
    assert to_text(datetime(2026, 11, 23, 10, 30, 0, 999_999, UTC)) == "2026-11-23T10:30:00.999Z"


def test_another_zone_becomes_utc() -> None:
    """An instant is written in UTC whatever its zone."""
    tokyo = timezone(timedelta(hours=9))
    assert to_text(datetime(2026, 11, 23, 19, 30, tzinfo=tokyo)) == "2026-11-23T10:30:00.000Z"


def test_in_python_an_instant_stays_an_instant() -> None:
    """Only JSON has text: `model_dump()` keeps datetimes."""
    at = datetime(2026, 11, 23, tzinfo=UTC)
    assert ADAPTER.dump_python(at) is at


def test_an_instant_without_a_zone_is_refused() -> None:
    """A naive datetime says no instant."""
    with pytest.raises(ValidationError):
        ADAPTER.validate_python(datetime(2026, 11, 23))  # noqa: DTZ001  that is the point
