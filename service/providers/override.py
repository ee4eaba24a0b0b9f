"""Override: what the operator sets for one provider, checked before anything starts."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from service.errors import ConfigurationError
from service.providers.reach import is_public

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.providers.catalog import Provider
    from service.settings import ProviderSettings

__all__ = ["Override", "override", "overrides"]


@dataclass(frozen=True, slots=True)
class Override:
    """Another address, a key, or both."""

    url: str | None = None
    """Base URL. It also replaces the address for callers with a key, and may be one of this network.

    With `https` it may be any; with `http`, over which everybody can read the key, none of the internet.
    """
    key: str | None = field(default=None, repr=False)


def overrides(chosen: Mapping[str, ProviderSettings]) -> dict[str, Override]:
    """Return what the settings say of each provider, by its id."""
    return {
        id_: Override(wanted.url, wanted.key.get_secret_value() if wanted.key else None)
        for id_, wanted in chosen.items()
    }


def override(providers: Mapping[str, Provider], overrides: Mapping[str, Override]) -> dict[str, Provider]:
    """Return the providers as the operator wants them; both mappings go by the provider's id.

    Raises ConfigurationError for an unknown provider, and for an address or a key that cannot work. Its text holds
    neither the key nor the address.
    """
    result = dict(providers)
    for name, wanted in overrides.items():
        if name not in providers:
            raise _unknown(name, wanted, providers)
        provider = providers[name]
        url, reach = provider.url, provider.reach
        if wanted.key is not None:
            _check_key(provider, wanted.key)
            url = provider.key_url or url
        if wanted.url is not None:
            _check_url(provider, wanted.url)
            url = wanted.url.rstrip("/")
            reach = "any" if urlsplit(url).scheme == "https" else "private"
        result[name] = replace(provider, url=url, key=wanted.key, reach=reach)
    return result


def _unknown(name: str, wanted: Override, providers: Mapping[str, Provider]) -> ConfigurationError:
    what = "KEY" if wanted.url is None else "URL"
    closest = get_close_matches(name.lower(), providers, n=1)
    remedy = f"did you mean {_setting(closest[0], what)}" if closest else f"known are {', '.join(providers)}"
    return ConfigurationError(_setting(name, what), "no such provider", remedy)


def _setting(name: str, what: str) -> str:
    return f"GATEWAY_PROVIDER_{name.upper()}_{what}"


def _check_url(provider: Provider, url: str) -> None:
    setting, remedy = _setting(provider.id, "URL"), f"write it like {provider.url}"
    try:
        parts = urlsplit(url)
        port = parts.port
        # What this encoding does not take, the resolver does not take either.
        (parts.hostname or "").encode("idna")
    except ValueError as error:
        raise ConfigurationError(setting, "not a URL", remedy) from error
    if not url.isascii() or not url.isprintable() or " " in url:
        raise ConfigurationError(setting, "holds a character that a URL may not hold", remedy)
    if parts.scheme not in {"http", "https"} or not parts.hostname or port == 0 or _is_odd(parts.hostname):
        raise ConfigurationError(setting, "not an http or https URL with a host", remedy)
    # The parser takes a password with a slash in it for a path.
    if parts.query or parts.fragment or "@" in parts.netloc + parts.path:
        raise ConfigurationError(setting, "a base URL holds no query, no fragment and no password", remedy)
    if parts.scheme == "http" and _is_of_the_internet(parts.hostname, provider):
        raise ConfigurationError(setting, "plain http over the internet, where everybody can read the key", remedy)


def _is_odd(host: str) -> bool:
    """Whether it is a short form of an IPv4 address, such as `127.1`, which the client does not take."""
    try:
        ip_address(host)
    except ValueError:
        return host.replace(".", "").isdecimal()
    return False


def _is_of_the_internet(host: str, provider: Provider) -> bool:
    """Whether that is certain without a look-up; other names are judged by what they lead to, when they are asked."""
    try:
        return is_public(host)
    except ValueError:
        return host.rstrip(".") in {urlsplit(url).hostname for url in (provider.url, provider.key_url) if url}


def _check_key(provider: Provider, key: str) -> None:
    setting = _setting(provider.id, "KEY")
    if not provider.takes_key:
        raise ConfigurationError(setting, f"{provider.name} takes no key", "leave it out")
    if not key or not key.isascii() or not key.isprintable() or key != key.strip():
        raise ConfigurationError(setting, "empty, or holds a character that a header may not hold", "copy it again")
