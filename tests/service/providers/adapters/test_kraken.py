from __future__ import annotations

import msgspec
import pytest

from service.errors import ProviderError, ProviderPayloadError, ProviderRefused, ProviderUnavailable, RateLimited
from service.providers.adapters.kraken import parse, request
from service.providers.assets import load_assets, select
from service.providers.http import Request
from service.providers.quotes import Quote, Quotes
from tests.service.providers.examples import example

ASSETS = load_assets()
COINS = select(ASSETS, ["bitcoin", "ethereum", "vechain"])


def test_request_joins_the_pairs() -> None:
    """Pairs are joined with commas, under the names of assetVersion=1; coins without a pair are not asked for."""
    assert request(COINS) == Request(
        path="/0/public/Ticker",
        query=(("pair", "BTC/USD,ETH/USD"), ("assetVersion", "1")),
    )


def test_question_without_a_pair_is_refused() -> None:
    """Without pairs Kraken would answer with all of them."""
    with pytest.raises(ProviderRefused):
        request(select(ASSETS, ["vechain"]))


def test_documented_answer_is_read() -> None:
    """The price is that of the last trade, not of an offer; nothing says of when; other pairs are ignored."""
    assert parse(example("kraken_ticker.json"), COINS) == Quotes(
        by_coin={"bitcoin": Quote(87010.0), "ethereum": Quote(2874.1)}, as_of=None
    )


def test_warning_does_not_spoil_the_result() -> None:
    """A text that begins with W is a warning beside a good result."""
    body = b'{"error": ["WDatabase:Slow"], "result": {"BTC/USD": {"c": ["1.5", "2"]}}}'

    assert parse(body, COINS) == Quotes({"bitcoin": Quote(1.5)}, None)


@pytest.mark.parametrize("ticker", [b"{}", b'{"c": []}', b'{"c": ["0", "1"]}', b'{"c": "1.5"}', b"null", b"[]"])
def test_odd_ticker_costs_only_its_coin(ticker: bytes) -> None:
    """A coin without a last trade is left out, the others stay."""
    body = b'{"error": [], "result": {"BTC/USD": ' + ticker + b', "ETH/USD": {"c": ["2.5", "1"]}}}'

    assert parse(body, COINS) == Quotes({"ethereum": Quote(2.5)}, None)


@pytest.mark.parametrize(
    ("texts", "kind"),
    [
        (["EAPI:Rate limit exceeded"], RateLimited),
        (["EService: Throttled: 1795429860"], RateLimited),
        (["EGeneral:Temporary lockout"], RateLimited),
        (["EService:Unavailable"], ProviderUnavailable),
        (["EService:Busy"], ProviderUnavailable),
        (["EQuery:Unknown asset pair"], ProviderPayloadError),
        (["EGeneral:Internal error"], ProviderPayloadError),
        (["EQuery:Unknown asset pair", "EAPI:Rate limit exceeded"], RateLimited),
    ],
)
def test_errors_come_with_http_200(texts: list[str], kind: type[ProviderError]) -> None:
    """The list of errors decides, even beside a result."""
    body = msgspec.json.encode({"error": texts, "result": {"BTC/USD": {"c": ["1.5", "2"]}}})

    with pytest.raises(ProviderError) as caught:
        parse(body, COINS)

    assert (type(caught.value), caught.value.reason) == (kind, "; ".join(texts))


@pytest.mark.parametrize("body", [b"{}", b'{"error": []}', b'{"error": [], "result": {}}'])
def test_answer_without_a_result_is_a_payload_error(body: bytes) -> None:
    """No error and no pair is no answer."""
    with pytest.raises(ProviderPayloadError, match="no coin of ours in the answer"):
        parse(body, COINS)
