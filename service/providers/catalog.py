"""Catalog: the providers, their feeds and the pools, as the files in catalogs/ have them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping  # noqa: TC003  msgspec reads the annotations
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote_plus, urlsplit

import msgspec

from service.errors import ConfigurationError
from service.providers.override import override
from service.providers.reach import Reach  # noqa: TC001  msgspec reads the annotations
from service.settings import SECRET_MIN_CHARS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.providers.override import Override

__all__ = ["Catalog", "FeedSpec", "PoolSpec", "Provider", "load_catalog"]

CATALOGS = Path(__file__).with_name("catalogs")
REST_MIN_CHARS = 4
"""The start of a secret at the end of a text that was cut off is taken out when it is as long."""

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
    needs_key: bool = False
    """Whether it answers nobody without a key; its feeds then join when there is one."""
    key_header: str | None = None
    """The header that carries the key, where one does."""
    key_prefix: str = ""
    key_query: str | None = None
    """The parameter that carries the key, where no header does. Whoever sees the address then sees the key."""
    key_url: str | None = None
    """Base URL for callers with a key, where it differs."""
    key: str | None = field(default=None, repr=False)
    reach: Reach = "public"
    """Which addresses its name may lead to. The operator may choose another one than those of the internet."""

    @property
    def takes_key(self) -> bool:
        """Whether there are keys at all."""
        return self.key_header is not None or self.key_query is not None

    def headers(self) -> Mapping[str, str]:
        """Return what identifies us to the provider; nothing without a key."""
        if self.key_header is None or self.key is None:
            return {}
        return {self.key_header: self.key_prefix + self.key}

    def query(self) -> tuple[tuple[str, str], ...]:
        """Return the parameters that identify us to the provider; none without a key."""
        if self.key_query is None or self.key is None:
            return ()
        return ((self.key_query, self.key_prefix + self.key),)

    def redact(self, text: str) -> str:
        """Return the text without the key, and without what may be one in an address of the operator's.

        Nodes are often rented at addresses that hold the key in their path.
        """
        for secret in self._secrets():
            text = _without(secret, text)
        return text

    def _secrets(self) -> Iterator[str]:
        if self.key is not None:
            yield self.key
            yield quote_plus(self.key)
        if self.reach != "public":
            parts = urlsplit(self.url).path.split("/")
            yield from (part for part in parts if len(part) >= SECRET_MIN_CHARS and part != self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedSpec:
    """One endpoint of a provider, fetched at its own pace."""

    id: str
    provider: str
    adapter: str
    """Its name in service.providers.adapters."""
    interval_s: float
    """Between two fetches while it serves."""
    standby_interval_s: float | None = None
    """Between two fetches while another one serves; `interval_s` where that is the same."""
    total_s: float
    """Of a whole fetch, retries and waits included; shorter than the interval."""
    fresh_for_s: float
    """After that its last good value is stale."""
    max_bytes: int = 1_048_576
    """The longest body, after decompression."""
    is_lively: bool = False
    """Whether its values move all the time, so that they are believed only while they do."""


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


def load_catalog(overrides: Mapping[str, Override], *, folder: Path = CATALOGS) -> Catalog:
    """Read the catalog and apply what the operator sets, by provider id.

    Feeds of providers that need a key and have none are left out.

    Raises ConfigurationError for an unknown provider, for an address or a key that cannot work, and for a file that
    is not a catalog.
    """
    catalog = Catalog({}, {}, {})
    for path in sorted(folder.glob("*.toml")):
        try:
            document = tomllib.loads(path.read_text(encoding="utf-8"))
            catalog = Catalog(
                _joined(catalog.providers, document.get("providers", {}), Provider),
                _joined(catalog.feeds, document.get("feeds", {}), FeedSpec),
                _joined(catalog.pools, document.get("pools", {}), PoolSpec),
            )
        except ValueError as error:
            raise ConfigurationError(path.name, f"not a catalog: {error}") from error
    _connect(catalog, folder)
    return _answering(replace(catalog, providers=override(catalog.providers, overrides)))


def _joined(known: Mapping[str, T], table: Mapping[str, Mapping[str, Any]], kind: type[T]) -> dict[str, T]:
    if twice := known.keys() & table.keys():
        raise ValueError(f"{sorted(twice)} stand in another file too")
    return {**known, **_rows(table, kind)}


def _rows(table: Mapping[str, Mapping[str, Any]], kind: type[T]) -> dict[str, T]:
    names = {each.name for each in fields(kind)} - {"id", "key", "reach"}
    for name, row in table.items():
        if surplus := row.keys() - names:
            raise ValueError(f"{name} has the unknown fields {sorted(surplus)}")
    return {name: msgspec.convert({"id": name, **row}, kind) for name, row in table.items()}


def _without(secret: str, text: str) -> str:
    """Take out a secret, and what was left of it where the text was cut off."""
    text = text.replace(secret, "…")
    head = text.removesuffix("…")
    if head != text:
        for length in range(len(secret) - 1, REST_MIN_CHARS - 1, -1):
            if head.endswith(secret[:length]):
                return head[:-length] + "…"
    return text


def _connect(catalog: Catalog, folder: Path) -> None:
    for provider in catalog.providers.values():
        if not all(url.startswith("https://") for url in (provider.url, provider.key_url) if url is not None):
            raise ConfigurationError(folder.name, f"the address of provider {provider.id} is not https")
    for feed in catalog.feeds.values():
        if feed.provider not in catalog.providers:
            raise ConfigurationError(folder.name, f"feed {feed.id} names the unknown provider {feed.provider}")
    for pool in catalog.pools.values():
        if unknown := [name for name in pool.feeds if name not in catalog.feeds]:
            raise ConfigurationError(folder.name, f"pool {pool.id} names the unknown feeds {unknown}")


def _answering(catalog: Catalog) -> Catalog:
    """Leave out the feeds that need a key and have none."""
    silent = {each.id for each in catalog.providers.values() if each.needs_key and each.key is None}
    feeds = {id_: feed for id_, feed in catalog.feeds.items() if feed.provider not in silent}
    pools = {
        id_: replace(pool, feeds=tuple(feed for feed in pool.feeds if feed in feeds))
        for id_, pool in catalog.pools.items()
    }
    return replace(catalog, feeds=feeds, pools=pools)
