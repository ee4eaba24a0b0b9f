from __future__ import annotations

import os
import socket
import subprocess
import sys
from importlib.metadata import version
from typing import TYPE_CHECKING

import pytest
import structlog

from service import cli, launch
from service.edge import server
from service.errors import GatewayError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from service.settings import Settings

    Run = Callable[..., tuple[int, str, str]]

MISTAKES: dict[str, tuple[dict[str, str], tuple[str, ...], tuple[str, ...]]] = {
    "port no number": ({"GATEWAY_PORT": "abc"}, (), ("GATEWAY_PORT", "'abc'")),
    "port too large": ({}, ("--port", "99999"), ("GATEWAY_PORT", "'99999'", "65535")),
    "unknown setting": ({"GATEWAY_PROT": "1"}, (), ("GATEWAY_PROT", "did you mean GATEWAY_PORT")),
    "unknown coin": ({"GATEWAY_COINS": "bitcon"}, (), ("GATEWAY_COINS", "bitcon", "bitcoin")),
    "no assets file": ({"GATEWAY_ASSETS_FILE": "none.toml"}, (), ("GATEWAY_ASSETS_FILE", "none.toml")),
    "unknown host": ({}, ("--host", "no.such.host.invalid"), ("GATEWAY_HOST", "127.0.0.1")),
    "scale zero": ({}, ("--interval-scale", "0"), ("GATEWAY_INTERVAL_SCALE", "'0'")),
    "log level": ({"GATEWAY_LOG_LEVEL": "loud"}, (), ("GATEWAY_LOG_LEVEL", "'debug'")),
}
PROVIDERS: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
    "address": ({"GATEWAY_PROVIDER_BINANCE_URL": "ftp://x"}, ("write it like https://data-api.binance.vision",)),
    "unknown": ({"GATEWAY_PROVIDER_BINANC_URL": "http://x"}, ("did you mean GATEWAY_PROVIDER_BINANCE_URL",)),
    "key": ({"GATEWAY_PROVIDER_KRAKEN_KEY": "hush-hush"}, ("leave it out",)),
}


def unwanted(*_: object) -> None:
    """Fail in place of a server that would run for ever."""
    raise AssertionError("a server was about to start")


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Run]:
    """Return a function that runs `gateway` in an empty folder: arguments and settings in, exit code and output out."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(server, "embedded", unwanted)
    monkeypatch.setattr(launch, "embedded", unwanted)
    for name in [name for name in os.environ if name.startswith("GATEWAY_")]:
        monkeypatch.delenv(name)
    logs = structlog.get_config()

    def call(*arguments: str, **settings: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["gateway", *arguments])
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        with pytest.raises(SystemExit) as ended:
            cli.main()
        output = capsys.readouterr()
        code = ended.value.code
        return code if isinstance(code, int) else 0, output.out, output.err

    yield call
    structlog.configure(**logs)


def test_the_version_is_that_of_the_package(run: Run) -> None:
    """`gateway --version` tells what is installed."""
    assert run("--version") == (0, f"gateway, version {version('crypto-gateway')}\n", "")


@pytest.mark.parametrize("arguments", [("--help",), ("-h",), ()])
def test_help_names_every_command(run: Run, arguments: tuple[str, ...]) -> None:
    """Whoever asks, or gives no command, sees what there is."""
    _, out, err = run(*arguments)

    assert [name for name in ("config", "demo", "serve", "simulator") if name not in out + err] == []


@pytest.mark.parametrize("command", ["config", "demo", "serve", "simulator"])
def test_every_command_explains_itself(run: Run, command: str) -> None:
    """`--help` of a command ends well and says what it is for."""
    code, out, _ = run(command, "--help")

    assert code == 0
    assert f"gateway {command}" in out


@pytest.mark.parametrize(("settings", "arguments", "words"), MISTAKES.values(), ids=MISTAKES)
@pytest.mark.parametrize("command", ["serve", "demo"])
def test_a_mistake_costs_one_line_and_exit_code_2(
    run: Run, command: str, settings: dict[str, str], arguments: tuple[str, ...], words: tuple[str, ...]
) -> None:
    """A setting that cannot work is named on one line of standard error, with what would do."""
    code, out, err = run(command, *arguments, **settings)

    assert (code, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("gateway: ")
    assert [word for word in words if word not in err] == []


@pytest.mark.parametrize(("settings", "words"), PROVIDERS.values(), ids=PROVIDERS)
def test_a_mistake_about_a_provider_is_one_of_serve(run: Run, settings: dict[str, str], words: tuple[str, ...]) -> None:
    """Addresses and keys of providers are judged before any of them is asked, and no key is shown."""
    code, out, err = run("serve", **settings)

    assert (code, out, err.count("\n")) == (2, "", 1)
    assert err.startswith(f"gateway: {next(iter(settings))}: ")
    assert [word for word in words if word not in err] == []
    assert "hush-hush" not in err


@pytest.mark.parametrize("command", ["serve", "demo", "simulator"])
def test_a_taken_port_costs_one_line_and_exit_code_2(run: Run, command: str) -> None:
    """A port that somebody listens on is named, with what to do."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        code, out, err = run(command, "--port", port)

    assert (code, out) == (2, "")
    assert err == f"gateway: GATEWAY_PORT: port {port} is taken; stop what uses it or choose another with --port\n"


def test_a_mistake_in_the_env_file_is_one_too(run: Run, tmp_path: Path) -> None:
    """`.env` is read like the environment, and judged like it."""
    (tmp_path / ".env").write_text("GATEWAY_PORT=abc\n", encoding="utf-8")

    code, _, err = run("serve")

    assert (code, err.count("\n")) == (2, 1)
    assert "GATEWAY_PORT" in err


def test_config_shows_values_and_origins_and_masks_keys(run: Run, tmp_path: Path) -> None:
    """Each setting is a line with its value and where that comes from; a key shows only that it is set."""
    (tmp_path / ".env").write_text("GATEWAY_HOST=0.0.0.0\nGATEWAY_PORT=1111\n", encoding="utf-8")
    code, out, err = run(
        "config", GATEWAY_PORT="2222", GATEWAY_COINS="bitcoin, ethereum", GATEWAY_PROVIDER_COINGECKO_KEY="hush-hush"
    )
    lines = dict(line.split("=", 1) for line in out.splitlines())

    assert (code, err) == (0, "")
    assert lines["GATEWAY_HOST"] == "0.0.0.0  # .env"
    assert lines["GATEWAY_PORT"] == "2222  # environment"
    assert lines["GATEWAY_COINS"] == "bitcoin,ethereum  # environment"
    assert lines["GATEWAY_DRAIN_S"] == "10.0  # default"
    assert lines["GATEWAY_PROVIDER_COINGECKO_KEY"] == "**********  # environment"
    assert "hush-hush" not in out


def test_a_flag_goes_before_the_environment(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """`--port` counts more than GATEWAY_PORT; what no flag says comes from the environment."""
    heard: list[Settings] = []
    monkeypatch.setattr(launch, "live", heard.append)

    run("serve", "--port", "3333", GATEWAY_PORT="2222", GATEWAY_HOST="127.0.0.2")

    assert [(settings.host, settings.port) for settings in heard] == [("127.0.0.2", 3333)]


def test_a_gateway_that_breaks_down_ends_with_1(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A failure that is nobody's setting is one line and exit code 1."""

    def fail(_: Settings) -> None:
        raise GatewayError("the gateway broke down")

    monkeypatch.setattr(launch, "live", fail)

    assert run("serve") == (1, "", "gateway: the gateway broke down\n")


def test_a_command_imports_no_more_than_it_needs() -> None:
    """Whoever asks for the version, or for the list of services, does not wait for the gateway to be loaded."""
    program = "import sys; from service.cli import main; main()"
    trace = (
        "import atexit, sys; atexit.register(lambda: print([n for n in sys.modules if n in NAMES], file=sys.stderr))"
    )
    names = "NAMES = ('service.app', 'litestar', 'sqlalchemy', 'granian', 'schemathesis')"
    for arguments in (["--version"], ["services"], ["watch", "--help"], ["token", "reader", "--scope", "stream"]):
        answer = subprocess.run(
            [sys.executable, "-c", f"{names}\n{trace}\n{program}", *arguments],
            capture_output=True,
            check=True,
            text=True,
            timeout=60,
        )
        assert answer.stderr == "[]\n", arguments


def test_a_command_that_does_not_exist_is_a_mistake(run: Run) -> None:
    """One line, without a traceback."""
    code, _, err = run("srve")

    assert code == 2
    assert "No such command 'srve'" in err
