from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr, ValidationError

from contracts.generated.catalog import MAX_MESSAGE_BYTES
from service.errors import ConfigurationError
from service.settings import PREFIX, ProviderSettings, Settings, load_settings, origins, shown

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in an empty folder, with no variable of the gateway in the environment."""
    monkeypatch.chdir(tmp_path)
    for name in os.environ:
        if name.startswith(PREFIX):
            monkeypatch.delenv(name)
    return tmp_path


def refusal(flags: dict[str, str | None] | None = None) -> ConfigurationError:
    with pytest.raises(ConfigurationError) as caught:
        load_settings(flags)
    return caught.value


def test_everything_has_a_default() -> None:
    """The gateway starts without any setting, and listens to this machine only."""
    settings = load_settings()

    assert (settings.host, settings.port) == ("127.0.0.1", 7860)
    assert settings.max_message_bytes == MAX_MESSAGE_BYTES
    assert (settings.drain_s, settings.interval_scale) == (10.0, 1.0)
    assert settings.whale_threshold_usd == 1_000_000
    assert (settings.database_url, settings.archive_buffer_rows) == (None, 10_000)
    assert (settings.archive_max_age_days, settings.archive_max_mb) == (7.0, 1024.0)
    assert (settings.coins, dict(settings.providers)) == ((), {})
    assert origins() == {}


def test_a_flag_goes_before_the_environment_and_that_before_the_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A setting is taken from the nearest place; `origins` names it."""
    (folder / ".env").write_text("GATEWAY_PORT=1001\nGATEWAY_HOST=file\nGATEWAY_DRAIN_S=1\n", encoding="utf-8")
    monkeypatch.setenv("GATEWAY_PORT", "1002")
    monkeypatch.setenv("GATEWAY_HOST", "environment")
    flags = {"port": "1003", "host": None}
    settings = load_settings(flags)

    assert (settings.port, settings.host, settings.drain_s) == (1003, "environment", 1.0)
    assert origins(flags) == {"GATEWAY_PORT": "flag", "GATEWAY_HOST": "environment", "GATEWAY_DRAIN_S": ".env"}


@pytest.mark.parametrize(
    ("variable", "remedy"),
    [
        ("GATEWAY_PROT", "did you mean GATEWAY_PORT"),
        ("GATEWAY_COIN", "did you mean GATEWAY_COINS"),
        ("GATEWAY_PROVIDERS", "`gateway config` lists the settings"),
        ("GATEWAY_PROVIDER_BINANCE_SECRET", "`gateway config` lists the settings"),
        ("GATEWAY_", "`gateway config` lists the settings"),
    ],
)
@pytest.mark.parametrize("place", ["environment", ".env"])
def test_a_misspelt_variable_is_refused(
    place: str, variable: str, remedy: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A setting that nobody reads would be a surprise later; the closest one is named."""
    if place == "environment":
        monkeypatch.setenv(variable, "1")
    else:
        (folder / ".env").write_text(f"{variable}=1\n", encoding="utf-8")

    assert str(refusal()) == f"{variable}: there is no such setting; {remedy}"


def test_variables_of_others_are_left_alone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the environment nor the file belongs to us alone."""
    monkeypatch.setenv("PORT", "1")
    (folder / ".env").write_text("HOST=nowhere\n", encoding="utf-8")

    assert load_settings().port == 7860
    assert origins() == {}


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("GATEWAY_PORT", "http"),
        ("GATEWAY_PORT", "0"),
        ("GATEWAY_PORT", "65536"),
        ("GATEWAY_PORT", ""),
        ("GATEWAY_MAX_MESSAGE_BYTES", "255"),
        ("GATEWAY_DRAIN_S", "-1"),
        ("GATEWAY_DRAIN_S", "600.1"),
        ("GATEWAY_DRAIN_S", "nan"),
        ("GATEWAY_INTERVAL_SCALE", "0"),
        ("GATEWAY_INTERVAL_SCALE", "100.1"),
        ("GATEWAY_INTERVAL_SCALE", "inf"),
        ("GATEWAY_WHALE_THRESHOLD_USD", "0"),
        ("GATEWAY_WHALE_THRESHOLD_USD", "inf"),
        ("GATEWAY_ARCHIVE_MAX_AGE_DAYS", "0"),
        ("GATEWAY_ARCHIVE_MAX_AGE_DAYS", "36500.1"),
        ("GATEWAY_ARCHIVE_MAX_AGE_DAYS", "nan"),
        ("GATEWAY_ARCHIVE_MAX_MB", "0.9"),
        ("GATEWAY_ARCHIVE_MAX_MB", "nan"),
        ("GATEWAY_ARCHIVE_MAX_MB", "1000000000.1"),
        ("GATEWAY_ARCHIVE_MAX_MB", "inf"),
        ("GATEWAY_ARCHIVE_BUFFER_ROWS", "0"),
        ("GATEWAY_ARCHIVE_BUFFER_ROWS", "1.5"),
        ("GATEWAY_LOG_LEVEL", "loud"),
        ("GATEWAY_LOG_FORMAT", "a\nb"),
    ],
)
def test_a_value_that_cannot_be_is_refused_in_one_line(
    variable: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It begins with the setting and shows the value."""
    monkeypatch.setenv(variable, value)
    text = str(refusal())

    assert text.startswith(f"{variable}: {value!r} will not do: ")
    assert "\n" not in text


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("port", 1),
        ("port", 65535),
        ("max_message_bytes", 256),
        ("drain_s", 0.0),
        ("drain_s", 600.0),
        ("interval_scale", 0.001),
        ("interval_scale", 100.0),
        ("whale_threshold_usd", 0.01),
        ("archive_max_age_days", 0.001),
        ("archive_max_age_days", 36_500.0),
        ("archive_max_mb", 1.0),
        ("archive_max_mb", 1e9),
        ("archive_buffer_rows", 1),
    ],
)
def test_bounds_are_allowed(name: str, value: float) -> None:
    """The least and the most that can be chosen."""
    assert getattr(load_settings({name: str(value)}), name) == value


def test_a_flag_that_cannot_be_is_named_as_its_setting() -> None:
    """Flags and variables are the same settings."""
    assert str(refusal({"port": "x"})).startswith("GATEWAY_PORT: 'x' will not do: ")


@pytest.mark.parametrize(
    ("text", "coins"),
    [
        ("bitcoin", ("bitcoin",)),
        (" bitcoin , ethereum,", ("bitcoin", "ethereum")),
        ("", ()),
        (" , ", ()),
    ],
)
def test_coins_are_a_list_with_commas(text: str, coins: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    """Spaces and empty places do not count; nothing at all means the usual coins."""
    monkeypatch.setenv("GATEWAY_COINS", text)
    settings = load_settings()

    assert settings.coins == coins
    assert shown(settings, "GATEWAY_COINS") == ",".join(coins)


def test_providers_have_addresses_and_keys(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each from its own variable, whatever the id is made of; a provider may have one without the other."""
    (folder / ".env").write_text("GATEWAY_PROVIDER_COIN_GECKO_KEY=from-file\n", encoding="utf-8")
    monkeypatch.setenv("GATEWAY_PROVIDER_COIN_GECKO_KEY", "hunter2")
    monkeypatch.setenv("GATEWAY_PROVIDER_BINANCE_URL", "http://127.0.0.1:1/binance")
    settings = load_settings()

    assert dict(settings.providers) == {
        "coin_gecko": ProviderSettings(key=SecretStr("hunter2")),
        "binance": ProviderSettings(url="http://127.0.0.1:1/binance"),
    }
    assert shown(settings, "GATEWAY_PROVIDER_BINANCE_URL") == "http://127.0.0.1:1/binance"
    assert origins()["GATEWAY_PROVIDER_COIN_GECKO_KEY"] == "environment"


def test_keys_are_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither by `shown` nor when the settings are printed by mistake."""
    monkeypatch.setenv("GATEWAY_PROVIDER_COINGECKO_KEY", "hunter2")
    settings = load_settings()

    assert shown(settings, "GATEWAY_PROVIDER_COINGECKO_KEY") == "**********"
    assert "hunter2" not in f"{settings!r} {settings} {settings.model_dump_json()}"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://node.test/v3/0123456789abcdef", "https://node.test/v3/…"),
        ("https://me:hunter2@node.test:1/", "https://…@node.test:1/"),
        ("https://hunter2@node.test", "https://…@node.test"),
        ("https://node.test?key=hunter2", "https://node.test?…"),
        ("https://node.test#hunter2", "https://node.test#…"),
        ("hunter2@node.test/path", "…/path"),
        ("https://[hunter2", "…"),
    ],
)
def test_addresses_are_shown_without_what_may_be_a_key(
    url: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rented nodes have it in the path, and an address that will not do may have it anywhere."""
    monkeypatch.setenv("GATEWAY_PROVIDER_DRPC_BSC_URL", url)

    assert shown(load_settings(), "GATEWAY_PROVIDER_DRPC_BSC_URL") == expected


def test_an_address_at_a_simulator_is_shown_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """It ends in the provider's name, which is no key."""
    url = "http://127.0.0.1:7861/huggingface_inference"
    monkeypatch.setenv("GATEWAY_PROVIDER_HUGGINGFACE_INFERENCE_URL", url)

    assert shown(load_settings(), "GATEWAY_PROVIDER_HUGGINGFACE_INFERENCE_URL") == url


def test_what_is_not_set_is_shown_empty() -> None:
    """A provider nobody configured, and a file nobody named."""
    settings = load_settings()

    assert shown(settings, "GATEWAY_PROVIDER_KRAKEN_URL") == ""
    assert shown(settings, "GATEWAY_ASSETS_FILE") == ""
    assert shown(settings, "GATEWAY_PORT") == "7860"


def test_what_the_commands_of_clients_read_is_no_mistake(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`GATEWAY_TOKEN` of `gateway verify` and `gateway drain` may stand where the gateway's settings stand."""
    monkeypatch.setenv("GATEWAY_TOKEN", "open-sesame")

    assert load_settings() == Settings()


def test_settings_do_not_change() -> None:
    """They are read once, and whoever holds them may rely on them."""
    settings = load_settings()
    with pytest.raises(ValidationError):
        settings.port = 1  # type: ignore[misc]
