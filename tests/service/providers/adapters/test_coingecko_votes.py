from __future__ import annotations

import pytest

from service.errors import ProviderPayloadError, ProviderRefused
from service.providers.adapters.coingecko_votes import parse, request
from service.providers.http import Request
from service.providers.moods import Mood
from tests.service.providers.examples import example


def test_request_leaves_out_what_nobody_needs() -> None:
    """Without its prices, markets and translations the answer is short."""
    assert request() == Request(
        path="/coins/bitcoin",
        query=(
            ("localization", "false"),
            ("tickers", "false"),
            ("market_data", "false"),
            ("developer_data", "false"),
            ("community_data", "true"),
        ),
    )


def test_documented_answer_is_read() -> None:
    """The share of those who vote up; `last_updated` is of the prices, so nothing says of when."""
    assert parse(example("coingecko_coins_bitcoin.json")) == Mood(0.7925, None, None)


@pytest.mark.parametrize(
    ("votes", "score"),
    [
        (b'"sentiment_votes_up_percentage": 100.0, "sentiment_votes_down_percentage": 0.0', 1.0),
        (b'"sentiment_votes_up_percentage": 0, "sentiment_votes_down_percentage": 100', 0.0),
        (b'"sentiment_votes_up_percentage": "25"', 0.25),
    ],
)
def test_both_ends_are_votes(votes: bytes, score: float) -> None:
    """All up and all down are results like others."""
    assert parse(b"{" + votes + b"}") == Mood(score, None, None)


@pytest.mark.parametrize(
    "votes",
    [
        b"",
        b'"sentiment_votes_up_percentage": null, "sentiment_votes_down_percentage": null',
        b'"sentiment_votes_up_percentage": 0, "sentiment_votes_down_percentage": 0',
        b'"sentiment_votes_up_percentage": 0',
        b'"sentiment_votes_up_percentage": 100.1',
        b'"sentiment_votes_up_percentage": -1, "sentiment_votes_down_percentage": 101',
        b'"sentiment_votes_up_percentage": "NaN"',
    ],
)
def test_no_votes_are_no_score(votes: bytes) -> None:
    """Where nobody has voted nobody is sad."""
    with pytest.raises(ProviderPayloadError, match="no votes in the answer"):
        parse(b"{" + votes + b"}")


def test_its_own_error_is_told() -> None:
    """It may stand in the place of the coin, with HTTP 200."""
    with pytest.raises(ProviderRefused, match="error 10005: only for PRO"):
        parse(b'{"status": {"error_code": 10005, "error_message": "only for PRO"}}')
