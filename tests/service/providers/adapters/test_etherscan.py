from __future__ import annotations

import json

import pytest

from service.errors import ProviderError, ProviderPayloadError, ProviderRefused, RateLimited
from service.providers.adapters.etherscan import parse, request
from service.providers.network import FeeRates, Network
from tests.service.providers.examples import example


def test_the_network_is_read_from_the_gas_oracle() -> None:
    """Height and gas prices, which are fractions of gwei in texts."""
    assert parse(example("etherscan_gasoracle.json")) == Network(
        latest_block=23861012, fees=FeeRates(slow=0.911829336, normal=1.11182936, fast=1.623012296, unit="gwei")
    )


def test_the_question_names_the_chain() -> None:
    """The key is added by whoever sends it."""
    assert request().path == "/api"
    assert dict(request().query) == {"chainid": "1", "module": "gastracker", "action": "gasoracle"}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Max calls per sec rate limit reached (3/sec)", RateLimited),
        ("Max rate limit reached, please use API Key for higher rate limit", RateLimited),
        ("Max daily rate limit reached. 100000 (100%) of 100000 day/limit", RateLimited),
        ("Too many invalid api key attempts, please try again later", RateLimited),
        ("Invalid API Key", ProviderRefused),
        ("Missing/Invalid API Key", ProviderRefused),
        ("Free API access is not supported for this chain. Please upgrade your api plan", ProviderRefused),
        ("You are using a deprecated V1 endpoint, switch to Etherscan API V2.", ProviderRefused),
        ("Error! Missing Or invalid Action name", ProviderPayloadError),
    ],
)
def test_an_error_with_http_200_is_told_by_its_text(text: str, kind: type[ProviderError]) -> None:
    """Status 0 is an error, and only its text says which."""
    with pytest.raises(ProviderError) as caught:
        parse(json.dumps({"status": "0", "message": "NOTOK", "result": text}).encode())

    assert type(caught.value) is kind
    assert caught.value.reason == text


@pytest.mark.parametrize("result", [b"null", b"[]", b'""'])
def test_an_error_without_a_text_is_told_by_its_message(result: bytes) -> None:
    """Something is said in any case."""
    with pytest.raises(ProviderPayloadError, match="etherscan: NOTOK"):
        parse(b'{"status": "0", "message": "NOTOK", "result": %s}' % result)


def test_a_status_that_is_not_known_is_an_error() -> None:
    """Only 1 is good."""
    body = example("etherscan_gasoracle.json").replace(b'"status": "1"', b'"status": "2"')

    with pytest.raises(ProviderPayloadError, match="etherscan: OK"):
        parse(body)


def test_without_a_height_there_is_no_network() -> None:
    """A good status with nothing in it is a payload error."""
    with pytest.raises(ProviderPayloadError, match="no height in the answer"):
        parse(b'{"status": "1", "message": "OK", "result": {"SafeGasPrice": "1"}}')


def test_fees_are_whole_or_none() -> None:
    """One price that is missing makes the others useless."""
    assert parse(b'{"status": "1", "result": {"LastBlock": "7", "SafeGasPrice": "1"}}') == Network(latest_block=7)
