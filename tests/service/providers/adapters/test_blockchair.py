from __future__ import annotations

from datetime import UTC, datetime

import pytest

from service.errors import ProviderError, ProviderPayloadError, ProviderUnavailable, RateLimited
from service.providers.adapters.blockchair import parse, request
from service.providers.network import Network
from tests.service.providers.examples import example


def test_the_network_is_read_from_the_statistics() -> None:
    """All but fees, of which it knows one; dated by its own cache."""
    assert parse(example("blockchair_stats.json")) == Network(
        latest_block=975012,
        hashrate=1079123456789012345678.0,
        difficulty=148289869357216.4,
        mempool_count=41187,
        transactions_a_day=431876,
        as_of=datetime(2026, 11, 23, 10, 29, 31, tzinfo=UTC),
    )
    assert request().path == "/bitcoin/stats"
    assert request().cost == 1


@pytest.mark.parametrize("since", ["", "soon", "2026-11-23", "2026-13-23 10:29:31"])
def test_a_cache_without_a_date_dates_nothing(since: str) -> None:
    """The value counts as of its fetch then."""
    body = b'{"data": {"best_block_height": 7}, "context": {"code": 200, "cache": {"since": "%s"}}}' % since.encode()

    assert parse(body) == Network(latest_block=7)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (402, RateLimited),
        (429, RateLimited),
        (430, RateLimited),
        (434, RateLimited),
        (435, RateLimited),
        (436, RateLimited),
        (437, RateLimited),
        (500, ProviderUnavailable),
        (503, ProviderUnavailable),
        (404, ProviderPayloadError),
        (400, ProviderPayloadError),
    ],
)
def test_an_error_in_the_envelope_is_one(code: int, kind: type[ProviderError]) -> None:
    """Whatever the status of the answer; what it means is told by the code, what it says is kept."""
    with pytest.raises(ProviderError) as caught:
        parse(b'{"data": null, "context": {"code": %d, "error": "No\\nmore"}}' % code)

    assert type(caught.value) is kind
    assert caught.value.reason == f"error {code}: No more"


@pytest.mark.parametrize("data", [b"null", b"[]", b"{}", b'{"best_block_height": -1}', b'{"best_block_height": 1.5}'])
def test_without_a_height_there_is_no_network(data: bytes) -> None:
    """A good envelope with nothing in it is a payload error."""
    with pytest.raises(ProviderPayloadError, match="blockchair: no height in the answer"):
        parse(b'{"context": {"code": 200}, "data": %s}' % data)
