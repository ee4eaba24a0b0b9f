from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from service.errors import ConfigurationError
from service.providers.assets import Asset, defaults, load_assets, select

if TYPE_CHECKING:
    from pathlib import Path

ASSETS = load_assets()


def write(folder: Path, text: str) -> Path:
    path = folder / "coins.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_own_file_has_thirty_coins() -> None:
    """The gateway knows many coins without a user's file."""
    assert len(ASSETS) >= 30
    assert all(id_ == asset.id for id_, asset in ASSETS.items())


def test_own_file_is_read_with_all_fields() -> None:
    """Every field of the file arrives in its place; what is left out is None."""
    assert ASSETS["binancecoin"] == Asset(
        id="binancecoin",
        symbol="BNB",
        name="BNB",
        binance="BNBUSDT",
        coinbase="BNB-USD",
        kraken="BNB/USD",
        coinpaprika="bnb-binance-coin",
        default=True,
    )
    assert (ASSETS["tron"].coinbase, ASSETS["vechain"].kraken, ASSETS["tether"].binance) == (None, None, None)
    assert not ASSETS["tether"].default


def test_defaults_fit_into_the_light_call_of_binance() -> None:
    """Twenty coins are watched by default, all on Binance: one symbol more makes its call twenty times as heavy."""
    chosen = defaults(ASSETS)

    assert len(chosen) == 20
    assert all(asset.binance for asset in chosen)
    assert chosen[:2] == (ASSETS["bitcoin"], ASSETS["ethereum"])


def test_all_coins_are_defaults_when_none_is_marked(tmp_path: Path) -> None:
    """Who writes a short file of his own need not mark every line."""
    assets = load_assets(write(tmp_path, '[b]\nsymbol = "B"\nname = "B b"\n[a]\nsymbol = "A"\nname = "A"\n'))

    assert [asset.id for asset in defaults(assets)] == ["b", "a"]


def test_user_file_stands_in_place_of_the_own_one(tmp_path: Path) -> None:
    """A user's file names all the coins there are; both forms of TOML tables will do."""
    assets = load_assets(
        write(
            tmp_path,
            'xmr = { symbol = "XMR", name = "Monero", kraken = "XMR/USD" }\n[dash]\nsymbol = "DASH"\nname = "Dash"\n',
        )
    )

    assert dict(assets) == {
        "xmr": Asset("xmr", "XMR", "Monero", kraken="XMR/USD"),
        "dash": Asset("dash", "DASH", "Dash"),
    }


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "names no coin"),
        ("monero = ", "is not TOML: Invalid value (at end of document)"),
        ("monero = 1", "'monero' is not a table of fields"),
        ('monero = {symbol = "XMR"}', "'monero' is not as it should be: Object missing required field `name`"),
        ('monero = {symbol = 1, name = "M"}', "Expected `str`, got `int` - at `$.symbol`"),
        ('monero = {symbol = "", name = "M"}', "at `$.symbol`"),
        ('monero = {symbol = "XMR", name = "M", binanse = "XMRUSDT"}', "'monero' has an unknown field 'binanse'"),
        ('monero = {symbol = "XMR", name = "M", id = "m"}', "'monero' has an unknown field 'id'"),
        ('monero = {symbol = "XMR", name = "M", binance = "XMRBTC"}', "at `$.binance`"),
        ('monero = {symbol = "XMR", name = "M", coinbase = "XMR-EUR"}', "at `$.coinbase`"),
        ('monero = {symbol = "XMR", name = "M", kraken = "XXMRZUSD"}', "at `$.kraken`"),
        ('monero = {symbol = "XMR", name = "M", coinpaprika = "xmr monero"}', "at `$.coinpaprika`"),
        ('monero = {symbol = "XMR", name = "M", default = 1}', "Expected `bool`, got `int` - at `$.default`"),
        ('"a,b" = {symbol = "XMR", name = "M"}', "at `$.id`"),
        (
            'a = {symbol = "A", name = "A", kraken = "A/USD"}\nb = {symbol = "B", name = "B", kraken = "A/USD"}',
            "kraken = 'A/USD' stands for 2 coins",
        ),
    ],
)
def test_wrong_file_is_a_configuration_error(tmp_path: Path, text: str, problem: str) -> None:
    """The error names the setting, the file, the coin and what is wrong with it."""
    path = write(tmp_path, text)

    with pytest.raises(ConfigurationError) as caught:
        load_assets(path)

    assert caught.value.setting == "GATEWAY_ASSETS_FILE"
    assert caught.value.problem.startswith(str(path))
    assert problem in caught.value.problem


def test_missing_file_is_a_configuration_error(tmp_path: Path) -> None:
    """A file that is not there, a folder, and bytes that are no text are told apart from bad TOML."""
    blob = tmp_path / "blob"
    blob.write_bytes(b"\xff\xfe")

    with pytest.raises(ConfigurationError, match=r"^GATEWAY_ASSETS_FILE: .*absent cannot be read: No such file"):
        load_assets(tmp_path / "absent")
    with pytest.raises(ConfigurationError, match=r"cannot be read: Is a directory"):
        load_assets(tmp_path)
    with pytest.raises(ConfigurationError, match=r"blob is not TOML: .*utf-8"):
        load_assets(blob)


def test_selected_coins_keep_the_order_of_the_ids() -> None:
    """The user's order is the order on the wire."""
    assert select(ASSETS, ["solana", "bitcoin"]) == (ASSETS["solana"], ASSETS["bitcoin"])


@pytest.mark.parametrize(
    ("wrong", "remedy"),
    [
        ("bitcoim", "did you mean 'bitcoin'"),
        ("BTC", "did you mean 'bitcoin'"),
        ("Avalanche", "did you mean 'avalanche-2'"),
        (" ethereum ", "did you mean 'ethereum'"),
        ("qqqqqqqq", "coins go by their CoinGecko id, such as 'bitcoin'"),
    ],
)
def test_unknown_coin_is_refused_with_the_closest_one(wrong: str, remedy: str) -> None:
    """People write symbols, names and slips; the remedy is the id they meant."""
    with pytest.raises(ConfigurationError) as caught:
        select(ASSETS, ["ethereum", wrong])

    error = caught.value
    assert (error.setting, error.problem, error.remedy) == ("GATEWAY_COINS", f"there is no coin {wrong!r}", remedy)


@pytest.mark.parametrize(
    ("ids", "problem"),
    [([], "names no coin"), (["bitcoin", "ethereum", "bitcoin"], "'bitcoin' is named 2 times")],
)
def test_no_coin_and_double_coins_are_refused(ids: list[str], problem: str) -> None:
    """A list of coins names each coin once, and at least one."""
    with pytest.raises(ConfigurationError) as caught:
        select(ASSETS, ids)

    assert (caught.value.setting, caught.value.problem) == ("GATEWAY_COINS", problem)
