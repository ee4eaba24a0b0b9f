from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from service.errors import ProviderRefused, ProviderTimeout, ProviderUnavailable
from service.providers.catalog import Catalog, load_catalog
from service.providers.override import Override
from service.terminal.checks.providers import Call, call_all, judge
from tests.fakes.clock import START, FakeClock
from tests.service.terminal.toy import Toy, refusing, toy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.errors import ProviderError
    from service.terminal.address import Address
    from service.terminal.finding import Finding

CATALOG = load_catalog({})
PRICES = ("binance", "coinbase", "kraken", "coingecko", "coinpaprika")


def elsewhere(address: Address) -> Catalog:
    """Point every provider at a server, a key in hand for those that take one."""
    takes_key = {id_ for id_, provider in CATALOG.providers.items() if provider.takes_key}
    return load_catalog(
        {
            id_: Override(address.resource(f"/{id_}"), "hush-hush" if id_ in takes_key else None)
            for id_ in CATALOG.providers
        }
    )


def judged(errors: Mapping[str, ProviderError], statuses: Mapping[str, int] | None = None) -> dict[str, Finding]:
    """Judge calls of every provider in use; those that are not named are well. Returns findings by name."""
    used = {feed.provider for feed in CATALOG.feeds.values()}
    calls = [
        Call(provider, errors.get(id_), (statuses or {}).get(id_, 200))
        for id_, provider in CATALOG.providers.items()
        if id_ in used
    ]
    return {finding.subject: finding for finding in judge(calls, CATALOG)}


async def test_every_provider_is_asked_once_and_without_a_key() -> None:
    """A question that says who asks would be more than is needed, and one that costs budget too."""
    seen = Toy()
    async with toy([refusing(404, Date="Mon, 23 Nov 2026 10:31:30 GMT")], seen) as address:
        catalog = elsewhere(address)
        calls = await call_all(catalog, FakeClock(at=START))

    assert sorted(seen.paths) == sorted(f"/{call.provider.id}/" for call in calls)
    assert [headers for headers in seen.headers if "hush-hush" in str(headers)] == []
    assert {(call.error, call.status, call.ahead_s) for call in calls} == {(None, 404, 90.0)}


async def test_a_connection_that_is_refused_is_told_of_each() -> None:
    """Nobody is taken for reachable because somebody else is."""
    async with toy([refusing(200)]) as address:
        catalog = elsewhere(address)
    calls = await call_all(catalog, FakeClock())

    assert {str(call.error and call.error.reason) for call in calls} == {"no connection"}


def test_what_all_have_in_common_is_said_once() -> None:
    """Thirty lines with one reason would hide it."""
    found = judged({id_: ProviderUnavailable(id_, "host not found") for id_ in CATALOG.providers})

    assert list(found) == ["providers"]
    assert found["providers"].state == "ill"
    assert "can be reached: host not found" in found["providers"].found
    assert "GATEWAY_PROVIDER_<ID>_URL" in found["providers"].remedy


def test_private_addresses_for_public_names_have_their_own_remedy() -> None:
    """They are refused for safety's sake; an address that the operator chose is not, when it is https."""
    every = judged({id_: ProviderRefused(id_, "no public address") for id_ in CATALOG.providers})
    one = judged({"binance": ProviderRefused("binance", "no public address")})

    assert "to its https address" in every["providers"].remedy
    assert "set GATEWAY_PROVIDER_BINANCE_URL to its https address" in one["Binance"].remedy


def test_one_of_many_is_a_note() -> None:
    """Others stand in for it, and the gateway works."""
    found = judged({"binance": ProviderTimeout("binance", "no whole answer within 10 s")})

    assert found["providers"].state == "well"
    assert (found["Binance"].state, found["Kraken"].state) == ("note", "well")
    assert found["Binance"].found == "no whole answer within 10 s; others stand in for it"
    assert found["Binance"].remedy == (
        "let this machine reach data-api.binance.vision, or set GATEWAY_PROVIDER_BINANCE_URL to another address"
    )


def test_the_last_of_a_pool_is_an_ill() -> None:
    """When nobody is left who could serve something, the gateway cannot do all that it is for."""
    found = judged({id_: ProviderUnavailable(id_, "no connection") for id_ in PRICES})

    assert {found[CATALOG.providers[id_].name].state for id_ in PRICES} == {"ill"}
    assert "nobody else serves market_data" in found["Binance"].found


@pytest.mark.parametrize("status", [403, 451])
def test_an_address_that_is_barred_is_a_note(status: int) -> None:
    """Some providers refuse whole countries; where they state their terms is said."""
    found = judged({}, {"binance": status})["Binance"]

    assert (found.state, f"HTTP {status}" in found.found) == ("note", True)
    assert CATALOG.providers["binance"].docs in found.remedy
