"""Catalog: the providers, their feeds and the pools, as catalog.toml has them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping  # noqa: TC003  msgspec reads the annotations
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from service.errors import ConfigurationError
from service.providers.override import override

if TYPE_CHECKING:
    from service.providers.override import Override

__all__ = ["Catalog", "FeedSpec", "PoolSpec", "Provider", "load_catalog"]

CATALOG = Path(__file__).with_name("catalog.toml")

T = TypeVar("T", "Provider", "FeedSpec", "PoolSpec")


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """An outside API."""

    id: str
    name: str
    url: str
    """Base URL, without a slash at its end."""
    docs: str
    limit: str
    """What the provider states for callers without a key; for people."""
    requests: int
    """Our budget: never more than so much cost in any `per_s` seconds."""
    per_s: float
    timeout_s: float
    """Of one request."""
    key_header: str | None = None
    """The header that carries the key; None when there are no keys."""
    key_prefix: str = ""
    key_url: str | None = None
    """Base URL for callers with a key, where it differs."""
    key: str | None = field(default=None, repr=False)

    def headers(self) -> Mapping[str, str]:
        """Return what identifies us to the provider; nothing without a key."""
        if self.key_header is None or self.key is None:
            return {}
        return {self.key_header: self.key_prefix + self.key}


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedSpec:
    """One endpoint of a provider, fetched at its own pace."""

    id: str
    provider: str
    interval_s: float
    """Between two fetches while it serves."""
    standby_interval_s: float
    """Between two fetches while another one serves."""
    total_s: float
    """Of a whole fetch, retries and waits included; shorter than the interval."""
    fresh_for_s: float
    """After that its last good value is stale."""
    max_bytes: int = 1_048_576
    """The longest body, after decompression."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolSpec:
    """The feeds that can serve one need, best first."""

    id: str
    service: str
    feeds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Catalog:
    """Everything by its id, in the order of the file."""

    providers: Mapping[str, Provider]
    feeds: Mapping[str, FeedSpec]
    pools: Mapping[str, PoolSpec]


def load_catalog(overrides: Mapping[str, Override], *, path: Path = CATALOG) -> Catalog:
    """Read the catalog and apply what the operator sets, by provider id.

    Raises ConfigurationError for an unknown provider, for an address or a key that cannot work, and for a file that
    is not a catalog.
    """
    text = path.read_text(encoding="utf-8")
    try:
        document = tomllib.loads(text)
        catalog = Catalog(
            _rows(document["providers"], Provider),
            _rows(document["feeds"], FeedSpec),
            _rows(document["pools"], PoolSpec),
        )
        _connect(catalog)
    except (KeyError, ValueError) as error:
        raise ConfigurationError(path.name, f"not a catalog: {error}") from error
    return replace(catalog, providers=override(catalog.providers, overrides))


def _rows(table: Mapping[str, Mapping[str, Any]], kind: type[T]) -> dict[str, T]:
    names = {each.name for each in fields(kind)} - {"id", "key"}
    for name, row in table.items():
        if surplus := row.keys() - names:
            raise ValueError(f"{name} has the unknown fields {sorted(surplus)}")
    return {name: msgspec.convert({"id": name, **row}, kind) for name, row in table.items()}


def _connect(catalog: Catalog) -> None:
    for feed in catalog.feeds.values():
        if feed.provider not in catalog.providers:
            raise ValueError(f"feed {feed.id} names the unknown provider {feed.provider}")
    for pool in catalog.pools.values():
        if unknown := [name for name in pool.feeds if name not in catalog.feeds]:
            raise ValueError(f"pool {pool.id} names the unknown feeds {unknown}")
