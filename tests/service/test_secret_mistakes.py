from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from service.app import create_gateway
from service.errors import ConfigurationError
from service.settings import load_settings

if TYPE_CHECKING:
    from pathlib import Path

SECRET = "0f9d2c7b5e8a41638c1d"

MISTAKES = {
    "password": ("GATEWAY_PROVIDER_KRAKEN_URL", f"https://me:{SECRET}@kraken.test"),
    "user": ("GATEWAY_PROVIDER_KRAKEN_URL", f"https://{SECRET}@kraken.test"),
    "query": ("GATEWAY_PROVIDER_KRAKEN_URL", f"https://kraken.test?key={SECRET}"),
    "fragment": ("GATEWAY_PROVIDER_KRAKEN_URL", f"https://kraken.test#{SECRET}"),
    "password with a slash": ("GATEWAY_PROVIDER_KRAKEN_URL", f"https://me:/{SECRET}@kraken.test"),
    "plain http": ("GATEWAY_PROVIDER_KRAKEN_URL", f"http://1.1.1.1/{SECRET}"),
    "no host": ("GATEWAY_PROVIDER_KRAKEN_URL", f"https:///{SECRET}"),
    "no address": ("GATEWAY_PROVIDER_KRAKEN_URL", SECRET),
    "unknown provider": ("GATEWAY_PROVIDER_KRAKER_KEY", SECRET),
    "provider without keys": ("GATEWAY_PROVIDER_KRAKEN_KEY", SECRET),
    "key of two lines": ("GATEWAY_PROVIDER_COINGECKO_KEY", f"{SECRET}\n{SECRET}"),
    "key with a letter of another script": ("GATEWAY_PROVIDER_COINGECKO_KEY", f"{SECRET}\u00e9"),
    "unknown setting": ("GATEWAY_PASSWORD", SECRET),
    "token for a hash": ("GATEWAY_TOKENS", f"me:{SECRET}"),
    "unknown database": ("GATEWAY_DATABASE_URL", f"mysql://me:{SECRET}@host/gateway"),
    "database with a slash": ("GATEWAY_DATABASE_URL", f"postgresql://me:/{SECRET}@host/gateway"),
    "database with an at sign": ("GATEWAY_DATABASE_URL", f"postgresql://me@/{SECRET}@host/gateway"),
    "database with a port of letters": ("GATEWAY_DATABASE_URL", f"postgresql://me:{SECRET}@host:{SECRET}/gateway"),
}


@pytest.mark.parametrize(("name", "value"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_in_a_secret_is_told_without_it(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The line that ends the start names the setting and no part of its value: it is sent to others for help."""
    monkeypatch.chdir(tmp_path)
    for each in [each for each in os.environ if each.startswith("GATEWAY_")]:
        monkeypatch.delenv(each)
    monkeypatch.setenv("GATEWAY_AUTH", "token")
    if name != "GATEWAY_TOKENS":
        monkeypatch.setenv("GATEWAY_TOKENS", f"me:{'0' * 64}")
    monkeypatch.setenv(name, value)
    with pytest.raises(ConfigurationError) as refused:
        create_gateway(load_settings())

    assert refused.value.setting == name
    assert [SECRET[at : at + 6] for at in range(len(SECRET) - 5) if SECRET[at : at + 6] in str(refused.value)] == []
