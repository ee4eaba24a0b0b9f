from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest

from service.providers.catalog import load_catalog
from tests.live.program import Program
from tests.live.stand import LOOPBACK, free_port

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from tests.live.stand import Stand

HERE = ["granian", "extras", "settings", "open files", "database", "port"]
"""What the doctor looks at without the network."""
MAY_LACK = {"extras"}
"""Not every environment that runs tests has all of them."""
PROVIDERS = tuple(load_catalog({}).providers)


def examine(directory: Path, settings: Mapping[str, str], *arguments: str) -> tuple[int, list[str]]:
    """Run the doctor. Returns its exit code and its lines."""
    program = Program("doctor", *arguments, directory=directory, settings=settings)
    code = program.exit_code()
    assert program.err == ""
    return code, program.out.splitlines()


def line(lines: list[str], subject: str) -> str:
    """Return what is said of a subject, the mark included."""
    return next(each for each in lines if f" {subject}: " in each)


def urls(origin: str) -> dict[str, str]:
    """Point every provider below an address."""
    return {f"GATEWAY_PROVIDER_{id_.upper()}_URL": f"{origin}/{id_}" for id_ in PROVIDERS}


@pytest.fixture(scope="module")
def world(gateway: Stand) -> str:
    """Return where the simulator plays the providers."""
    return gateway.control.removesuffix("/_control")


@pytest.fixture
def taken() -> Iterator[int]:
    """Listen, and answer nobody; yield the port."""
    with socket.socket() as other:
        other.bind((LOOPBACK, 0))
        other.listen()
        yield int(other.getsockname()[1])


def test_where_all_is_well_it_ends_with_0(gateway: Stand, world: str, tmp_path: Path) -> None:
    """Every line has a tick; the gateway that runs is recognised, and nothing is left behind."""
    code, lines = examine(tmp_path, {**urls(world), "GATEWAY_PORT": str(gateway.port)})

    assert code == 0
    assert {each[2:].partition(":")[0] for each in lines if not each.startswith("✓ ")} <= MAY_LACK
    assert f"a gateway answers at {LOOPBACK}:{gateway.port}, and is ready" in line(lines, "port")
    assert "within 5 s" in line(lines, "clock")
    assert line(lines, "Binance") == "✓ Binance: answers"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["stderr", "stdout"]


def test_offline_nobody_is_asked(tmp_path: Path) -> None:
    """What can be seen from here is seen; the network is not mentioned."""
    code, lines = examine(tmp_path, {"GATEWAY_PORT": str(free_port())}, "--offline")

    assert code == 0
    assert [each[2:].partition(":")[0] for each in lines] == HERE
    assert {each[0] for each in lines if each[2:].partition(":")[0] not in MAY_LACK} == {"✓"}


def test_providers_that_refuse_connections_are_an_ill(tmp_path: Path) -> None:
    """What all of them have in common is one line, with what to do; there is no clock to compare with."""
    code, lines = examine(tmp_path, {**urls(f"http://{LOOPBACK}:{free_port()}"), "GATEWAY_PORT": str(free_port())})

    assert code == 1
    assert line(lines, "providers").startswith("✗ providers: none of ")
    assert "can be reached: no connection" in line(lines, "providers")
    assert "set GATEWAY_PROVIDER_<ID>_URL" in line(lines, "providers")
    assert line(lines, "clock").startswith("? ")


def test_one_provider_that_refuses_is_a_note(world: str, tmp_path: Path) -> None:
    """Others stand in for it: the gateway is well, and the one is named with its setting."""
    refused = {"GATEWAY_PROVIDER_KRAKEN_URL": f"http://{LOOPBACK}:{free_port()}"}
    code, lines = examine(tmp_path, {**urls(world), **refused, "GATEWAY_PORT": str(free_port())})

    assert code == 0
    assert line(lines, "Kraken") == (
        "! Kraken: no connection; others stand in for it; "
        f"let this machine reach {LOOPBACK}, or set GATEWAY_PROVIDER_KRAKEN_URL to another address"
    )


def test_each_ill_has_its_remedy(taken: int, tmp_path: Path) -> None:
    """A taken port, too few open files, a place that cannot be written: all are told at once, each with what to do."""
    (tmp_path / "data").write_text("", encoding="utf-8")
    settings = {"GATEWAY_PORT": str(taken), "GATEWAY_MAX_CONNECTIONS": str(10**12)}
    code, lines = examine(tmp_path, settings, "--offline")

    assert code == 1
    assert line(lines, "port").startswith(f"✗ port: port {taken} is taken on {LOOPBACK}, and no gateway answers there")
    assert "stop what uses it or choose another with --port" in line(lines, "port")
    assert "lower GATEWAY_MAX_CONNECTIONS" in line(lines, "open files")
    assert "choose another place with GATEWAY_DATABASE_URL" in line(lines, "database")
    assert [line(lines, each)[0] for each in ("open files", "database")] == ["✗", "✗"]


def test_a_setting_that_cannot_work_comes_before_all_else(tmp_path: Path) -> None:
    """It is told as `gateway serve` would tell it, and the rest waits until it is mended."""
    code, lines = examine(tmp_path, {"GATEWAY_PROT": "1"})

    assert code == 1
    assert line(lines, "settings") == "✗ settings: GATEWAY_PROT: there is no such setting; did you mean GATEWAY_PORT"
    assert lines[-1] == "? everything else: it depends on the settings"


def test_a_terminal_of_few_characters_gets_plain_marks(tmp_path: Path) -> None:
    """Where there is no tick there is a word."""
    settings = {"GATEWAY_PORT": str(free_port()), "PYTHONIOENCODING": "ascii"}
    code, lines = examine(tmp_path, settings, "--offline")

    assert code == 0
    assert line(lines, "port").startswith("ok port: ")
