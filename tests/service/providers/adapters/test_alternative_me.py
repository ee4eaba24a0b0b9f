from __future__ import annotations

from datetime import UTC, datetime

import pytest

from service.errors import ProviderPayloadError
from service.providers.adapters.alternative_me import parse, request
from service.providers.http import Request
from service.providers.moods import Mood
from tests.service.providers.examples import example

DAY = datetime(2026, 11, 23, tzinfo=UTC)


def answer(value: str = '"50"', label: str = '"Neutral"', timestamp: str = '"1795392000"') -> bytes:
    return f'{{"data": [{{"value": {value}, "value_classification": {label}, "timestamp": {timestamp}}}]}}'.encode()


def test_request_is_for_the_newest_day() -> None:
    """One row is enough, and instants are unix seconds unless a date format is asked for."""
    assert request() == Request(path="/fng/", query=(("limit", "1"), ("format", "json")))


def test_documented_answer_is_read() -> None:
    """The value becomes a share of 100, the label stays, and the day begins at midnight UTC."""
    assert parse(example("alternative_me_fng.json")) == Mood(0.71, "Greed", DAY)


def test_the_newest_row_counts() -> None:
    """Should there be more than one, the first is the newest."""
    body = b'{"data": [{"value": "10", "timestamp": "1795392000"}, {"value": "90", "timestamp": "1795305600"}]}'

    assert parse(body) == Mood(0.1, None, DAY)


@pytest.mark.parametrize(("value", "score"), [('"0"', 0.0), ('"100"', 1.0), ("47", 0.47), ('"46.5"', 0.465)])
def test_both_ends_of_the_scale_are_values(value: str, score: float) -> None:
    """From 0 to 100, as a text or as a number."""
    assert parse(answer(value)).score == score


@pytest.mark.parametrize("value", ['"101"', '"-1"', '""', '"NaN"', "null", '"1e999"', '"Fear"'])
def test_what_is_off_the_scale_is_no_value(value: str) -> None:
    """It is refused rather than bent into the scale."""
    with pytest.raises(ProviderPayloadError, match="no value between 0 and 100"):
        parse(answer(value))


@pytest.mark.parametrize("timestamp", ['"0"', '""', "null", '"11-23-2026"', '"1e99"'])
def test_a_value_without_its_day_is_refused(timestamp: str) -> None:
    """It would pass for today's, however old it is."""
    with pytest.raises(ProviderPayloadError, match="no day in the answer"):
        parse(answer(timestamp=timestamp))


@pytest.mark.parametrize(
    ("label", "read"), [('" "', None), ('""', None), ('"\\u200b"', None), ('" Extreme\\nFear "', "Extreme Fear")]
)
def test_a_label_is_one_line_or_none(label: str, read: str | None) -> None:
    """It goes to clients as it is, so it is cleaned."""
    assert parse(answer(label=label)).label == read


def test_its_own_error_is_told() -> None:
    """It comes with HTTP 200, in `metadata`, even beside a value."""
    body = b'{"name": "Fear and Greed Index", "data": [{"value": "50"}], "metadata": {"error": "Busy, try later"}}'

    with pytest.raises(ProviderPayloadError, match=r"^alternative_me: Busy, try later$"):
        parse(body)


def test_an_answer_without_rows_is_a_payload_error() -> None:
    """No row is no value."""
    with pytest.raises(ProviderPayloadError, match="no value in the answer"):
        parse(b'{"name": "Fear and Greed Index", "data": [], "metadata": {"error": null}}')
