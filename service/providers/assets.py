"""The coins the gateway knows, and what each provider calls them.

A coin's id is its CoinGecko id (`bitcoin`); it is the id on the wire too.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import dataclass, fields
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any, Final

import msgspec

from service.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["Asset", "defaults", "load_assets", "select"]

# Ids are joined with commas in query strings.
Name = Annotated[str, msgspec.Meta(pattern=r"\A[^\s,]+\Z")]
Title = Annotated[str, msgspec.Meta(pattern=r"\A\S(.*\S)?\Z")]
# The adapters tell the currency of a price by the provider, so another quote currency would be mislabelled.
TetherSymbol = Annotated[str, msgspec.Meta(pattern=r"\A[A-Z0-9]+USDT\Z")]
DollarProduct = Annotated[str, msgspec.Meta(pattern=r"\A[A-Z0-9]+-USD\Z")]
DollarPair = Annotated[str, msgspec.Meta(pattern=r"\A[A-Z0-9]+/USD\Z")]

IDENTIFIERS: Final = ("binance", "coinbase", "kraken", "coinpaprika")


@dataclass(frozen=True, slots=True)
class Asset:
    """One coin. A provider's field is None when the provider does not list it."""

    id: Name
    """The CoinGecko id, such as `bitcoin`."""
    symbol: Title
    """For people, such as `BTC`; not unique in the world."""
    name: Title
    """For people, such as `Bitcoin`."""
    binance: TetherSymbol | None = None
    """Symbol of the USDT market, such as `BTCUSDT`."""
    coinbase: DollarProduct | None = None
    """Product id of the US dollar market, such as `BTC-USD`."""
    kraken: DollarPair | None = None
    """Pair of the US dollar market, such as `BTC/USD`."""
    coinpaprika: Name | None = None
    """Coin id, such as `btc-bitcoin`."""
    default: bool = False
    """Watched unless the user chooses coins."""


def load_assets(path: Path | None = None) -> Mapping[str, Asset]:
    """Read the coins from a TOML file, by id and in the file's order.

    Without a path: from the file that comes with the gateway. A user's file stands in its place, it does not add to it.

    Raises ConfigurationError when the file cannot be read, is no TOML, or has wrong, missing, unknown or double fields.
    """
    source = path or Path(__file__).with_name("assets.toml")
    try:
        document = tomllib.loads(source.read_text(encoding="utf-8"))
    except OSError as error:
        raise _unusable(f"{source} cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise _unusable(f"{source} is not TOML: {error}") from error
    assets = {id_: _asset(source, id_, row) for id_, row in document.items()}
    if not assets:
        raise _unusable(f"{source} names no coin")
    for identifier in IDENTIFIERS:
        given = Counter(name for asset in assets.values() if (name := getattr(asset, identifier)) is not None)
        for name, times in given.items():
            if times > 1:
                raise _unusable(f"{source}: {identifier} = {name!r} stands for {times} coins")
    return MappingProxyType(assets)


def defaults(assets: Mapping[str, Asset]) -> tuple[Asset, ...]:
    """Return the coins marked `default = true`, in order; all of them when none is marked."""
    return tuple(asset for asset in assets.values() if asset.default) or tuple(assets.values())


def select(assets: Mapping[str, Asset], ids: Sequence[str]) -> tuple[Asset, ...]:
    """Return the coins with these ids, in the order of the ids.

    Raises ConfigurationError when there is no id, an unknown one, or one twice. The remedy names the closest coin.
    """
    if not ids:
        raise ConfigurationError("GATEWAY_COINS", "names no coin", "leave it out to watch the default coins")
    for id_ in ids:
        if id_ not in assets:
            raise ConfigurationError("GATEWAY_COINS", f"there is no coin {id_!r}", _hint(assets, id_))
    for id_, times in Counter(ids).items():
        if times > 1:
            raise ConfigurationError("GATEWAY_COINS", f"{id_!r} is named {times} times", "name each coin once")
    return tuple(assets[id_] for id_ in ids)


def _asset(source: Path, id_: str, row: Any) -> Asset:
    if not isinstance(row, dict):
        raise _unusable(f"{source}: {id_!r} is not a table of fields")
    known = {field.name for field in fields(Asset)} - {"id"}
    if surplus := sorted(row.keys() - known):
        raise _unusable(f"{source}: {id_!r} has an unknown field {surplus[0]!r}")
    try:
        return msgspec.convert({**row, "id": id_}, Asset)
    except msgspec.ValidationError as error:
        raise _unusable(f"{source}: {id_!r} is not as it should be: {error}") from error


def _hint(assets: Mapping[str, Asset], wrong: str) -> str:
    # People write the symbol or the name where the id is wanted.
    ids = {
        spelling.lower(): asset.id
        for asset in reversed(tuple(assets.values()))
        for spelling in (asset.name, asset.symbol, asset.id)
    }
    near = get_close_matches(wrong.strip().lower(), ids, n=1)
    return f"did you mean {ids[near[0]]!r}" if near else "coins go by their CoinGecko id, such as 'bitcoin'"


def _unusable(problem: str) -> ConfigurationError:
    return ConfigurationError("GATEWAY_ASSETS_FILE", problem, "see service/providers/assets.toml for the form")
