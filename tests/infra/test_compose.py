from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Any

import pytest

from service.archive.location import locate
from service.edge.drain import LAST_S
from service.edge.server import HEADER_TIMEOUT_MS
from service.settings import Settings
from tests.infra.documents import INFRA, document, judged, strangers, version, within_texts

COMPOSE: Any = document("infra/compose.yaml")
SERVICES: dict[str, Any] = COMPOSE["services"]
GATEWAYS = [name for name, service in SERVICES.items() if service["image"].startswith("crypto-gateway:")]
VARIABLE = re.compile(r"\$\{(?P<name>\w+)(?P<rest>[^}]*)\}")
EVERY = pytest.mark.parametrize("service", SERVICES.values(), ids=SERVICES)
EACH_GATEWAY = pytest.mark.parametrize("name", GATEWAYS)


def seconds(text: str) -> float:
    return float(text.removesuffix("s"))


def test_it_is_a_compose_file() -> None:
    """By the schema of the Compose specification."""
    judged("check-jsonschema", "--builtin-schema", "vendor.compose-spec", "infra/compose.yaml")


@EVERY
def test_every_image_is_chosen_by_version(service: Any) -> None:
    """What runs today runs tomorrow."""
    assert re.fullmatch(r"[\w./-]+:v?\d+\.\d+[\w.-]*(@sha256:[0-9a-f]{64})?", service["image"])


@EVERY
def test_every_service_is_sealed(service: Any) -> None:
    """It writes into volumes and memory only, has no capability and gets none, and cannot eat the machine."""
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "privileged" not in service
    assert "mem_limit" in service


@EVERY
def test_every_service_is_watched(service: Any) -> None:
    """By a check of its own, or by the one that its image has."""
    assert "healthcheck" in service or service["image"].startswith("crypto-gateway:")


@EVERY
def test_ports_are_open_to_this_machine_only(service: Any) -> None:
    """Whoever wants more puts a proxy in front, which speaks TLS."""
    assert [port for port in service.get("ports", []) if not port.startswith("127.0.0.1:")] == []


def test_the_database_is_out_of_reach() -> None:
    """No port, and a network that leads nowhere, which only the gateway shares."""
    assert "ports" not in SERVICES["postgres"]
    assert SERVICES["postgres"]["networks"] == ["archive"]
    assert COMPOSE["networks"]["archive"]["internal"] is True
    assert [name for name, service in SERVICES.items() if "archive" in service["networks"]] == ["gateway", "postgres"]


def test_no_password_has_a_default() -> None:
    """A variable with a secret is demanded, by every service that wants it; nothing of the kind stands in the file."""
    found = [match for text in within_texts(COMPOSE) for match in VARIABLE.finditer(text)]
    environments = [variable for service in SERVICES.values() for variable in service.get("environment", {}).items()]
    passwords = {name: value for name, value in environments if "PASSWORD" in name}

    assert {(match["name"], match["rest"]) for match in found if "PASSWORD" in match["name"]} == {
        ("GRAFANA_PASSWORD", ":?see infra/README.md"),
        ("POSTGRES_PASSWORD", ":?see infra/README.md"),
    }
    assert {match["rest"][:2] for match in found if match["name"].endswith("PORT")} == {":-"}
    assert passwords
    assert [name for name, value in passwords.items() if not VARIABLE.fullmatch(value)] == []


@EVERY
def test_no_service_is_given_what_compose_refuses(service: Any) -> None:
    """Compose copies secrets and configs into the root, unless they are files: not where that is read only."""
    given = {name: COMPOSE[kind][name] for kind in ("configs", "secrets") for name in service.get(kind, [])}

    assert [name for name, source in given.items() if "file" not in source] == []


@EVERY
def test_logs_do_not_fill_the_disk(service: Any) -> None:
    """By default Docker keeps all that a container ever said."""
    assert {"max-size", "max-file"} <= set(service["logging"]["options"])


@EACH_GATEWAY
def test_only_settings_that_exist_are_set(name: str) -> None:
    """A setting that the gateway does not know would stop it at once."""
    assert strangers(SERVICES[name]["environment"]) == []


@EACH_GATEWAY
def test_the_gateway_may_take_its_time_to_end(name: str) -> None:
    """Longer than the drain, the last close frames, and a request that is half sent."""
    drain_s = float(Settings.model_fields["drain_s"].default)

    assert seconds(SERVICES[name]["stop_grace_period"]) > drain_s + LAST_S + HEADER_TIMEOUT_MS / 1000


@EACH_GATEWAY
def test_the_gateway_is_built_from_here(name: str) -> None:
    """From the Containerfile, and named after this version."""
    build = SERVICES[name]["build"]

    assert SERVICES[name]["image"] == f"crypto-gateway:{version()}"
    assert (INFRA / build["context"] / build["dockerfile"]).resolve() == INFRA / "Containerfile"


@EACH_GATEWAY
def test_the_gateway_listens_where_its_port_leads(name: str) -> None:
    """The inner port is the setting's default, which nothing here changes."""
    (port,) = SERVICES[name]["ports"]

    assert port.endswith(f":{Settings.model_fields['port'].default}")


def test_as_many_files_may_be_open_as_clients_come() -> None:
    """The gateway lets 10,000 in."""
    assert SERVICES["gateway"]["ulimits"]["nofile"] > Settings.model_fields["max_connections"].default


def test_the_demo_is_started_only_by_name() -> None:
    """It is in a profile, simulates, and never writes into the archive."""
    assert SERVICES["demo"]["profiles"] == ["demo"]
    assert SERVICES["demo"]["command"] == ["demo", "--no-browser"]
    assert "volumes" not in SERVICES["demo"]
    assert "profiles" not in SERVICES["gateway"]


def test_the_archive_is_the_database() -> None:
    """The address names the service, the user and the database that PostgreSQL is made with."""
    location = locate(
        SERVICES["gateway"]["environment"]["GATEWAY_DATABASE_URL"].replace(
            "${POSTGRES_PASSWORD:?see infra/README.md}", "x"
        )
    )
    made = SERVICES["postgres"]["environment"]

    assert location.shown == f"postgresql://{made['POSTGRES_USER']}@postgres/{made['POSTGRES_DB']}"
    assert SERVICES["gateway"]["depends_on"]["postgres"] == {"condition": "service_healthy"}


@EVERY
def test_what_is_mounted_exists(service: Any) -> None:
    """Files of this folder, read only; or volumes of their own."""
    for mount in service.get("volumes", []):
        source, target, *options = mount.split(":")
        assert PurePosixPath(target).is_absolute()
        if source.startswith("."):
            assert (INFRA / source).exists()
            assert options == ["ro"]
        else:
            assert source in COMPOSE["volumes"]
