from __future__ import annotations

from datetime import UTC, datetime

import pytest

from service.errors import ProviderPayloadError
from service.providers.adapters.blockchain_info import (
    ADAPTERS,
    CHARTS,
    parse_chart,
    parse_stats,
    request_chart,
    request_stats,
)
from service.providers.figure import Figure
from service.providers.network import Network
from tests.service.providers.examples import example


def test_the_network_is_read_from_the_statistics() -> None:
    """The hash rate is told in GH/s and the instant in milliseconds; mempool and fees are not told."""
    assert parse_stats(example("blockchain_info_stats.json")) == Network(
        latest_block=975012,
        hashrate=1080912345678.1234 * 1e9,
        difficulty=148289869357216,
        transactions_a_day=429955,
        as_of=datetime(2026, 11, 23, 10, 29, 35, tzinfo=UTC),
    )
    assert request_stats().path == "/stats"


def test_statistics_may_say_little() -> None:
    """What is missing is unknown, and a hash rate beyond all numbers is none."""
    assert parse_stats(b'{"n_blocks_total": 7}') == Network(latest_block=7)
    assert parse_stats(b'{"n_blocks_total": 7, "hash_rate": 1e308, "timestamp": 0}') == Network(latest_block=7)


def test_the_newest_value_of_a_chart_counts() -> None:
    """By its day, whatever the order; what is no number is left out."""
    values = b'[{"x": 200, "y": 2}, {"x": 300, "y": null}, {"x": 100, "y": 1}, 5, {"x": -1, "y": 3}]'
    body = b'{"status": "ok", "values": %s}' % values

    assert parse_chart(body) == Figure("bitcoin", 2.0, datetime(1970, 1, 1, 0, 3, 20, tzinfo=UTC))
    assert parse_chart(example("blockchain_info_addresses.json")) == Figure(
        "bitcoin", 512345.0, datetime(2026, 11, 22, tzinfo=UTC)
    )


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b'{"status": "not-found", "error": "No chart with that name"}', "not-found: No chart with that name"),
        (b'{"status": "ok", "values": []}', "no value in the chart"),
        (b'{"status": "ok"}', "no value in the chart"),
    ],
)
def test_a_chart_without_values_is_a_payload_error(body: bytes, reason: str) -> None:
    """It says why."""
    with pytest.raises(ProviderPayloadError) as caught:
        parse_chart(body)

    assert caught.value.reason == reason


@pytest.mark.parametrize(("name", "chart"), CHARTS.items())
def test_each_chart_is_asked_for_by_its_own_name(name: str, chart: str) -> None:
    """A few days of it, in JSON."""
    (asked,) = ADAPTERS[name].requests(None)

    assert asked == request_chart(chart)
    assert asked.path == f"/charts/{chart}"
    assert asked.query == (("timespan", "5days"), ("format", "json"))
