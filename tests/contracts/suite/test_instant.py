from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.suite.instant import instant
from contracts.timestamp import to_text


@given(st.datetimes(min_value=datetime(1000, 1, 1), timezones=st.timezones()))  # noqa: DTZ001  the strategy adds zones
def test_what_the_gateway_writes_is_read(at: datetime) -> None:
    """Every instant comes back, short of its microseconds."""
    try:
        written = to_text(at)
    except OverflowError:
        return
    read = instant(written)

    assert read is not None
    assert timedelta(0) <= at.astimezone(UTC) - read < timedelta(milliseconds=1)


@pytest.mark.parametrize(
    "value",
    [
        None,
        1763893800000,
        "",
        "2026-11-23T10:30:00Z",
        "2026-11-23T10:30:00.000",
        "2026-11-23T10:30:00.000+00:00",
        "2026-11-23T10:30:00.000000Z",
        "2026-11-23 10:30:00.000Z",
        "2026-13-23T10:30:00.000Z",
        "２026-11-23T10:30:00.000Z",  # noqa: RUF001  a digit, and none of RFC 3339
        "2026-11-23T10:30:00.000Z\n",
    ],
)
def test_any_other_form_is_none(value: Any) -> None:
    """Readers of this suite are as strict as the contract."""
    assert instant(value) is None
