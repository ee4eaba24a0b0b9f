from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from service.archive.instant import from_ms, to_ms, written

INSTANTS = st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=-7))]))


@given(INSTANTS)
def test_an_instant_keeps_its_millisecond(at: datetime) -> None:
    """Storing and reading loses what is below a millisecond, and nothing else, for any year and zone."""
    found = from_ms(to_ms(at))

    assert timedelta(0) <= at - found < timedelta(milliseconds=1)
    assert found.microsecond % 1000 == 0
    assert found.tzinfo is UTC


def test_an_instant_is_written_as_the_contract_does() -> None:
    """In UTC, with three digits and Z."""
    at = datetime(2026, 11, 23, 12, 30, 0, 7000, tzinfo=timezone(timedelta(hours=2)))

    assert written(at) == "2026-11-23T10:30:00.007Z"
