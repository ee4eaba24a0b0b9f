from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import ConfigurationError
from service.providers.catalog import load_catalog
from service.providers.override import Override, override

PROVIDERS = load_catalog({}).providers


def refusal(name: str, wanted: Override) -> ConfigurationError:
    with pytest.raises(ConfigurationError) as caught:
        override(PROVIDERS, {name: wanted})
    return caught.value


def test_an_address_replaces_the_providers() -> None:
    """The base URL is taken without the slash at its end, because paths bring one."""
    changed = override(PROVIDERS, {"binance": Override(url="http://localhost:9000/binance/")})

    assert changed["binance"].url == "http://localhost:9000/binance"
    assert list(changed) == list(PROVIDERS)


@pytest.mark.parametrize(
    "url", ["http://[::1]:9000", "http://127.0.0.1", "http://a_b.test.", "https://1.1.1.1", "https://" + "a" * 63]
)
def test_any_host_that_can_be_looked_up_will_do(url: str) -> None:
    """Names, addresses of both kinds, and names with a dot at their end."""
    assert override(PROVIDERS, {"binance": Override(url=url)})["binance"].url == url


@pytest.mark.parametrize(
    "host", ["1.1.1.1", "[2606:4700::1111]", "[::ffff:1.1.1.1]", "data-api.binance.vision", "DATA-API.binance.vision."]
)
def test_plain_http_over_the_internet_is_refused(host: str) -> None:
    """Everybody on the way could read the key and write the prices."""
    assert refusal("binance", Override(url=f"http://{host}/")).problem.startswith("plain http over the internet")
    assert override(PROVIDERS, {"binance": Override(url=f"https://{host}/")})["binance"].reach == "any"


def test_an_address_for_keys_is_not_asked_by_plain_http() -> None:
    """It is of the internet like the other one."""
    assert refusal("coinpaprika", Override(url="http://api-pro.coinpaprika.com/v1")).setting.endswith("_URL")


def test_the_reach_goes_by_the_operators_address() -> None:
    """Nobody else's may be in this network; what is asked by plain http must be. A key changes nothing."""
    urls = {"kraken": "http://proxy.test/kraken", "binance": "HTTPS://proxy.test/binance"}
    changed = override(
        PROVIDERS, {**{name: Override(url=url) for name, url in urls.items()}, "coinpaprika": Override(key="k")}
    )

    assert {name: changed[name].reach for name in ("kraken", "binance", "coinpaprika", "coinbase")} == {
        "kraken": "private",
        "binance": "any",
        "coinpaprika": "public",
        "coinbase": "public",
    }


def test_a_key_moves_to_the_address_for_keys() -> None:
    """CoinPaprika answers callers with a key at another host; CoinGecko's demo keys work at the same one."""
    changed = override(PROVIDERS, {"coinpaprika": Override(key="k"), "coingecko": Override(key="k")})

    assert changed["coinpaprika"].url == "https://api-pro.coinpaprika.com/v1"
    assert changed["coingecko"].url == PROVIDERS["coingecko"].url


def test_the_operators_address_beats_the_one_for_keys() -> None:
    """Who sets both gets both."""
    changed = override(PROVIDERS, {"coinpaprika": Override(url="http://proxy.test/paprika", key="k")})["coinpaprika"]

    assert changed.url == "http://proxy.test/paprika"
    assert changed.headers() == {"Authorization": "k"}


def test_nothing_set_changes_nothing() -> None:
    """An empty override is no override."""
    assert override(PROVIDERS, {"binance": Override()}) == PROVIDERS


def test_an_unknown_provider_is_named_with_the_closest_one() -> None:
    """A typo in the name of a setting is answered with the setting that was probably meant."""
    by_url = refusal("binanse", Override(url="http://localhost"))
    by_key = refusal("coingeko", Override(key="k"))

    assert str(by_url) == "GATEWAY_PROVIDER_BINANSE_URL: no such provider; did you mean GATEWAY_PROVIDER_BINANCE_URL"
    assert str(by_key) == "GATEWAY_PROVIDER_COINGEKO_KEY: no such provider; did you mean GATEWAY_PROVIDER_COINGECKO_KEY"
    assert refusal("x", Override(key="k")).remedy == f"known are {', '.join(PROVIDERS)}"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "api.binance.com",
        "//api.binance.com",
        "ftp://api.binance.com",
        "https://",
        "https://:443",
        "https://api.binance.com:port",
        "https://api.binance.com:0",
        "https://api.binance.com:65536",
        "https://[::1",
        "https://api.binance.com?x=1",
        "https://api.binance.com#x",
        "https://user:hunter2@api.binance.com",
        "https://hunter2@api.binance.com",
        "https://user:/hunter2@api.binance.com",
        "https://api.binance.com/a b",
        "https://api.binance.com/\u00e4",
        "https://api.binance.com/\n",
        "https://api..binance.com",
        "https://" + "a" * 64 + ".test",
        "https://127.1",
        "https://2130706433",
        "https://0177.0.0.1",
    ],
)
def test_an_address_that_cannot_work_is_refused(url: str) -> None:
    """Mistakes in an address stop the start; what may be a password is not repeated."""
    error = refusal("binance", Override(url=url))

    assert error.setting == "GATEWAY_PROVIDER_BINANCE_URL"
    assert error.remedy == "write it like https://data-api.binance.vision"
    assert "hunter2" not in str(error)


@pytest.mark.parametrize("key", ["", " ", "k\n", "k\r\nX: y", "\u043a", "k\x00", " k"])
def test_a_key_that_no_header_may_hold_is_refused(key: str) -> None:
    """A key copied with a line break stops the start instead of every request."""
    assert refusal("coingecko", Override(key=key)).setting == "GATEWAY_PROVIDER_COINGECKO_KEY"


def test_a_key_for_a_provider_without_keys_is_refused() -> None:
    """A key that would be ignored is a mistake, so it is told."""
    assert refusal("kraken", Override(key="k")).problem == "Kraken takes no key"


@given(st.text())
def test_whatever_the_address_is_it_works_or_is_refused(url: str) -> None:
    """No text for an address ends in another error."""
    try:
        changed = override(PROVIDERS, {"binance": Override(url=url)})
    except ConfigurationError:
        return

    assert changed["binance"].url.startswith(("http://", "https://", "HTTP://", "HTTPS://"))


def test_a_key_is_not_shown() -> None:
    """Settings are printed at the start; keys are not."""
    assert "hunter2" not in repr(Override(key="hunter2"))
