from __future__ import annotations

from ipaddress import ip_network

import pytest

from contracts.generated.catalog import LIMITS, MAX_MESSAGE_BYTES
from service.edge.policy import Policy, policy
from service.settings import Settings, load_settings


@pytest.fixture(autouse=True)
def _elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Run where no `.env` is."""
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))


def test_without_settings_it_is_that_of_the_contract() -> None:
    """A client team that reads asyncapi.yaml knows what a gateway allows that nobody has configured."""
    assert policy(Settings()) == Policy()
    assert (Policy().limits, Policy().max_message_bytes) == (LIMITS, MAX_MESSAGE_BYTES)


def test_bursts_grow_with_their_rates() -> None:
    """Commands four times, handshakes five times as many at once as in a second, as in the contract."""
    limits = policy(Settings(commands_per_s=7, handshakes_per_s=3)).limits

    assert (limits.commands_per_s, limits.commands_at_once) == (7, 28)
    assert (limits.handshakes_per_s, limits.handshakes_at_once) == (3, 15)


def test_every_setting_arrives(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is read from its variable, lists with commas between."""
    for name, value in {
        "MAX_CONNECTIONS": "5",
        "CONNECTIONS_PER_ADDRESS": "4",
        "MISTAKES_PER_MIN": "3",
        "STALL_S": "2",
        "MAX_MESSAGE_BYTES": "1000",
        "TRUSTED_PROXIES": "10.0.0.0/8, ::1",
        "ALLOWED_ORIGINS": "https://a.example,https://b.example",
    }.items():
        monkeypatch.setenv(f"GATEWAY_{name}", value)
    found = policy(load_settings())

    assert (found.max_connections, found.limits.connections_per_address, found.limits.mistakes_per_min) == (5, 4, 3)
    assert (found.stall_s, found.max_message_bytes) == (2, 1000)
    assert found.trusted_proxies == (ip_network("10.0.0.0/8"), ip_network("::1/128"))
    assert found.allowed_origins == {"https://a.example", "https://b.example"}
