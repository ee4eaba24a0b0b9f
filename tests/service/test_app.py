from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from litestar.testing import TestClient
from pydantic import SecretStr

from service import app
from service.app import create_gateway, simulated
from service.edge.adapter import EdgeAdapter
from service.errors import ConfigurationError
from service.providers.catalog import load_catalog
from service.settings import ProviderSettings, Settings

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from service.publishers.loop import Loop

NOWHERE = "http://127.0.0.1:9"


def settings(**fields: object) -> Settings:
    """Make settings whose providers are nowhere, from these fields alone."""
    return simulated(Settings.model_construct(**fields), NOWHERE, "nowhere")  # type: ignore[arg-type]


def test_a_gateway_is_put_together_without_starting_anything() -> None:
    """Nobody is asked, and nothing is published, before the server starts the lifespan: there is no loop yet."""
    edge = create_gateway(settings(max_message_bytes=1000), "demo")

    assert isinstance(edge, EdgeAdapter)
    assert (edge.desk.mode, edge.desk.policy.max_message_bytes, edge.desk.ready) == ("demo", 1000, False)


@pytest.mark.parametrize("fields", [{"coins": ("bitcon",)}, {"assets_file": "nowhere.toml"}])
def test_settings_that_cannot_work_are_refused_before_the_start(fields: dict[str, object], tmp_path: Path) -> None:
    """A coin that nobody knows, and a file that is not there, are mistakes of the configuration."""
    if "assets_file" in fields:
        fields = {"assets_file": tmp_path / str(fields["assets_file"])}
    with pytest.raises(ConfigurationError):
        create_gateway(settings(**fields))


def test_a_simulated_gateway_asks_nobody_else_and_sends_no_key() -> None:
    """Every provider of the catalog is at the simulator, and keys that were set stay at home."""
    mine = {"coingecko": ProviderSettings(key=SecretStr("hush-hush"), url="https://elsewhere.example")}
    chosen = simulated(Settings.model_construct(providers=mine), NOWHERE, "nowhere").providers

    assert set(chosen) == set(load_catalog({}).providers)
    assert {name: provider.url for name, provider in chosen.items()} == {name: f"{NOWHERE}/{name}" for name in chosen}
    assert {provider.key for provider in chosen.values()} == {None}


def test_a_publishing_half_that_ends_ends_the_gateway(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Better no gateway than one that sends nothing: the failure is kept, and the end asked for."""
    failure = RuntimeError("a loop ended")

    async def supervise(_: Iterable[Loop]) -> None:
        raise failure

    monkeypatch.setattr(app, "supervise", supervise)
    monkeypatch.chdir(tmp_path)
    edge = create_gateway(settings())
    with TestClient(edge.litestar) as client:
        # Each request is a turn of the loop in which the archive may come up and the loops fail.
        assert any(client.get("/health/live") and edge.desk.failure for _ in range(1000))

    assert (edge.desk.ending.is_set(), edge.desk.failure) == (True, failure)


def test_a_gateway_that_is_stopped_has_not_failed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The end of the lifespan cancels the loops, and that is no failure."""
    monkeypatch.chdir(tmp_path)
    edge = create_gateway(settings())
    with TestClient(edge.litestar) as client:
        client.get("/health/live")

    assert (edge.desk.ending.is_set(), edge.desk.failure) == (False, None)


def test_any_asgi_server_can_make_the_application(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """`service.app:create_app` reads the settings and takes no arguments."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(app, "configure_logs", lambda _: None)
    monkeypatch.setenv("GATEWAY_MAX_MESSAGE_BYTES", "2000")

    assert app.create_app().desk.policy.max_message_bytes == 2000


def test_more_processes_than_one_are_refused() -> None:
    """They would each fetch and publish everything, and each know only its own clients."""
    with pytest.raises(ConfigurationError, match=r"^GATEWAY_WORKERS: 2 processes would need an engine between them"):
        create_gateway(settings(workers=2))
