from __future__ import annotations

import re
from math import ceil
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import ConfigurationError
from service.providers.adapters import adapters
from service.providers.assets import defaults, load_assets
from service.providers.catalog import CATALOGS, load_catalog
from service.providers.override import Override
from service.providers.retry import TRY_S

if TYPE_CHECKING:
    from pathlib import Path

    from service.providers.catalog import FeedSpec

SHIPPED = load_catalog({})
ADAPTERS = adapters(defaults(load_assets()))


def broken(tmp_path: Path, old: str, new: str) -> ConfigurationError:
    text = (CATALOGS / "market_data.toml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "market_data.toml").write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        load_catalog({}, folder=tmp_path)
    return caught.value


def cost(feed: FeedSpec) -> int:
    """Return what one fetch costs at most; Binance's price depends on the number of coins."""
    if feed.provider == "binance":
        return 80
    return sum(request.cost for request in ADAPTERS[feed.adapter].requests(None))


def test_market_prices_prefer_exchanges() -> None:
    """Prices come from exchanges in seconds; aggregators stand by, and alone know market caps."""
    assert [SHIPPED.feeds[feed].provider for feed in SHIPPED.pools["market_prices"].feeds] == [
        "binance",
        "coinbase",
        "kraken",
        "coingecko",
        "coinpaprika",
    ]
    assert [SHIPPED.feeds[feed].provider for feed in SHIPPED.pools["market_caps"].feeds] == ["coingecko", "coinpaprika"]


def test_everything_knows_its_own_id() -> None:
    """The id of a row is its name in the file."""
    for table in (SHIPPED.providers, SHIPPED.feeds, SHIPPED.pools):
        assert list(table) == [row.id for row in table.values()]


@pytest.mark.parametrize("name", SHIPPED.feeds)
def test_two_fetches_fit_into_an_interval(name: str) -> None:
    """When a fetch fails with all its retries, that of a standby still ends before the next one is due."""
    feed = SHIPPED.feeds[name]

    assert 2 * feed.total_s <= feed.interval_s <= (feed.standby_interval_s or feed.interval_s)


@pytest.mark.parametrize("name", SHIPPED.feeds)
def test_one_failed_fetch_makes_nothing_stale(name: str) -> None:
    """A value stays fresh until the fetch after next has ended."""
    feed = SHIPPED.feeds[name]

    assert 2 * feed.interval_s + feed.total_s < feed.fresh_for_s


@pytest.mark.parametrize("name", SHIPPED.feeds)
def test_a_request_that_times_out_leaves_time_for_another(name: str) -> None:
    """The longest request, the longest first pause and the least useful try fit into a fetch."""
    feed = SHIPPED.feeds[name]

    assert SHIPPED.providers[feed.provider].timeout_s + 0.5 + TRY_S <= feed.total_s


@pytest.mark.parametrize("name", SHIPPED.providers)
def test_the_budget_pays_for_the_feeds(name: str) -> None:
    """Every feed of a provider can be fetched at its interval, with all its questions, at the dearest cost."""
    provider = SHIPPED.providers[name]
    feeds = [feed for feed in SHIPPED.feeds.values() if feed.provider == name]

    assert sum(cost(feed) * provider.per_s / feed.interval_s for feed in feeds) <= provider.requests


DAY_S = 86_400
STATED = [
    ("binance", 6_000, 60),
    ("blockchair", 30, 60),
    ("blockchair", 1_440, DAY_S),
    ("blockscout", 600, 60),
    ("bnbchain_bsc", 10_000, 300),
    ("coinbase", 10, 1),
    ("coingecko", 5, 60),
    ("coinpaprika", 10, 1),
    ("coinpaprika", 20_000, 31 * DAY_S),
    ("defillama", 300, 60),
    ("etherscan", 3, 1),
    ("etherscan", 100_000, DAY_S),
    ("huggingface", 500, 300),
    ("kraken", 1, 1),
    ("whale_alert", 10, 60),
]
"""What the providers state, or what is said of them: so much in so many seconds."""


@pytest.mark.parametrize(("name", "most", "window_s"), STATED)
def test_a_budget_that_is_always_spent_stays_below_the_limit(name: str, most: int, window_s: float) -> None:
    """Whatever the feeds do and however they fail, all of it at the first moment of each window included."""
    provider = SHIPPED.providers[name]

    assert provider.requests * ceil(window_s / provider.per_s) <= most


def test_every_limit_that_is_stated_is_kept() -> None:
    """Whoever names a figure in the catalog has a row above; blockchain.info's is a rumour of an average."""
    named = {
        provider.id for provider in SHIPPED.providers.values() if re.search(r"\d+ (weight|request)", provider.limit)
    }

    assert named - {"blockchain_info"} == {name for name, _, _ in STATED}


def test_a_key_travels_in_its_header_and_is_not_shown() -> None:
    """With a key the requests carry it, and no representation of the provider does."""
    provider = load_catalog({"coingecko": Override(key="CG-secret")}).providers["coingecko"]

    assert provider.headers() == {"x-cg-demo-api-key": "CG-secret"}
    assert "CG-secret" not in repr(provider)
    assert SHIPPED.providers["coingecko"].headers() == {}
    assert SHIPPED.providers["binance"].headers() == {}


def test_a_key_is_taken_out_of_texts() -> None:
    """Wherever it stands in them; without a key nothing is taken out."""
    provider = load_catalog({"coingecko": Override(key="CG-secret")}).providers["coingecko"]

    assert provider.redact("CG-secret: no such key as CG-secret") == "…: no such key as …"
    assert SHIPPED.providers["coingecko"].redact("no key") == "no key"


def test_a_key_is_taken_out_however_a_query_writes_it() -> None:
    """Providers that quote the whole address quote the key as it stands there."""
    provider = load_catalog({"coingecko": Override(key="CG/secret+1")}).providers["coingecko"]

    assert provider.redact("/ping?k=CG%2Fsecret%2B1 or CG/secret+1") == "/ping?k=… or …"


def test_a_key_in_the_operators_address_is_taken_out() -> None:
    """Rented nodes have it in their path; short parts of a path, the provider's own name and its address are words."""
    nodes = load_catalog({"drpc_bsc": Override(url="https://node.test/v3/0123456789abcdef/drpc_bsc/")}).providers

    assert nodes["drpc_bsc"].redact("no project 0123456789abcdef in v3 of drpc_bsc") == "no project … in v3 of drpc_bsc"
    assert SHIPPED.providers["huggingface_inference"].redact("hf-inference") == "hf-inference"


@given(st.integers(min_value=0, max_value=40))
def test_a_text_that_was_cut_off_shows_no_part_of_a_key(kept: int) -> None:
    """Long reasons end in the middle of a word; fewer than four characters give nothing away."""
    key = "".join(chr(ord("A") + place % 26) for place in range(40))
    provider = load_catalog({"coingecko": Override(key=key)}).providers["coingecko"]
    shown = provider.redact(f"no such key: {key[:kept]}…")

    assert key[:4] not in shown
    assert shown.startswith("no such key: ")


def test_a_key_travels_in_the_query_where_there_is_no_header() -> None:
    """Etherscan takes it from there alone; without a key its feeds stay out."""
    keyed = load_catalog({"etherscan": Override(key="ES-secret")})
    provider = keyed.providers["etherscan"]

    assert (provider.query(), provider.headers()) == ((("apikey", "ES-secret"),), {})
    assert "ES-secret" not in repr(provider)
    assert "etherscan_network" in keyed.pools["ethereum_network"].feeds
    assert SHIPPED.providers["etherscan"].query() == ()
    assert "etherscan_network" not in SHIPPED.pools["ethereum_network"].feeds


@pytest.mark.parametrize(("name", "takes_key"), [("etherscan", True), ("coingecko", True), ("kraken", False)])
def test_a_provider_takes_a_key_by_either_way(name: str, takes_key: bool) -> None:  # noqa: FBT001  cases
    """In a header or in the query."""
    assert SHIPPED.providers[name].takes_key is takes_key


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("[providers.binance]", "[providers.binance", "line"),
        ("requests = 1200", "request = 1200", "binance has the unknown fields ['request']"),
        ("requests = 1200", "", "requests"),
        ("requests = 1200", 'requests = "many"', "int"),
        ("requests = 1200", 'requests = 1200\nkey = "secret"', "key"),
        ("requests = 1200", 'requests = 1200\nreach = "any"', "reach"),
        ("https://data-api.binance.vision", "http://data-api.binance.vision", "provider binance is not https"),
        ("https://api-pro.coinpaprika.com", "http://api-pro.coinpaprika.com", "provider coinpaprika is not https"),
        ('provider = "kraken"', 'provider = "kraker"', "feed kraken_ticker names the unknown provider kraker"),
        ('"kraken_ticker", ', '"kraker", ', "pool market_prices names the unknown feeds ['kraker']"),
    ],
)
def test_a_broken_catalog_is_named(tmp_path: Path, old: str, new: str, problem: str) -> None:
    """A catalog that cannot work stops the start with the file's name and what is wrong in it."""
    error = broken(tmp_path, old, new)

    assert error.setting in {"market_data.toml", tmp_path.name}
    assert re.search(re.escape(problem), error.problem)


def test_overrides_reach_the_catalog() -> None:
    """What the operator sets changes the provider it names and no other."""
    catalog = load_catalog({"kraken": Override(url="http://127.0.0.1:9000/kraken")})

    assert catalog.providers["kraken"].url == "http://127.0.0.1:9000/kraken"
    assert catalog.providers["binance"] == SHIPPED.providers["binance"]
    assert catalog.feeds == SHIPPED.feeds
